package tw.nvr.capture.simulated;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tw.nvr.core.camera.StreamAddress;

/** A plain client for talking to the simulated camera in tests, written from the RFC and not from the server. */
final class RtspClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    final List<Frame> frames = new ArrayList<>();
    private final Socket socket;
    private final DataInputStream in;
    private final String url;
    private int sequence;
    private String session = "";

    record Frame(int channel, byte[] data) {
        int payloadType() {
            return data[1] & 0x7f;
        }

        boolean marker() {
            return (data[1] & 0x80) != 0;
        }

        int sequence() {
            return (data[2] & 0xff) << 8 | data[3] & 0xff;
        }

        long timestamp() {
            return word(4);
        }

        long word(int at) {
            return (data[at] & 0xffL) << 24
                    | (data[at + 1] & 0xff) << 16
                    | (data[at + 2] & 0xff) << 8
                    | data[at + 3] & 0xff;
        }

        int nalType() {
            return data[12] & 0x1f;
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    RtspClient(StreamAddress address) throws IOException {
        this(address.host(), address.port(), address.toString());
    }

    RtspClient(String host, int port, String url) throws IOException {
        this.url = url;
        socket = new Socket(host, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    String url() {
        return url;
    }

    Answer ask(String method, String to, String... headers) throws IOException {
        StringBuilder s = new StringBuilder(method + " " + to + " RTSP/1.0\r\nCSeq: " + ++sequence + "\r\n");
        if (!session.isEmpty()) {
            s.append("Session: ").append(session).append("\r\n");
        }
        for (String header : headers) {
            s.append(header).append("\r\n");
        }
        raw((s + "\r\n").getBytes(StandardCharsets.UTF_8));
        return answer();
    }

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** DESCRIBE, SETUP of the given tracks at channels 0, 2 …, PLAY. */
    Answer play(int... tracks) throws IOException {
        ask("DESCRIBE", url);
        for (int i = 0; i < tracks.length; i++) {
            String transport = "Transport: RTP/AVP/TCP;unicast;interleaved=" + 2 * i + "-" + (2 * i + 1);
            Answer a = ask("SETUP", url + "/track" + tracks[i], transport);
            session = a.header("session").split(";", -1)[0];
        }
        return ask("PLAY", url);
    }

    String session() {
        return session;
    }

    /** The next interleaved frame. */
    Frame frame() throws IOException {
        while (frames.isEmpty()) {
            int first = in.readUnsignedByte();
            if (first != '$') {
                throw new IOException("not a frame: " + first);
            }
            readFrame();
        }
        return frames.remove(0);
    }

    /** The next frame of a channel. */
    Frame frame(int channel) throws IOException {
        while (true) {
            Frame f = frame();
            if (f.channel() == channel) {
                return f;
            }
        }
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        return in.read();
    }

    /** Reads on until the server has closed the connection. */
    void readToEnd() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    static String digest(String challenge, String method, String uri, String user, String password) throws Exception {
        String realm = part(challenge, "realm");
        String nonce = part(challenge, "nonce");
        String ha1 = md5(user + ":" + realm + ":" + password);
        String ha2 = md5(method + ":" + uri);
        String response = md5(ha1 + ":" + nonce + ":00000001:abc:auth:" + ha2);
        return "Authorization: Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce
                + "\", uri=\"" + uri + "\", qop=auth, nc=00000001, cnonce=\"abc\", response=\"" + response + "\"";
    }

    private static String part(String challenge, String name) {
        Matcher m = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
        return m.find() ? m.group(1) : "";
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Answer answer() throws IOException {
        int first = in.readUnsignedByte();
        while (first == '$') {
            readFrame();
            first = in.readUnsignedByte();
        }
        String status = (char) first + line();
        Map<String, String> headers = new TreeMap<>();
        for (String l = line(); !l.isEmpty(); l = line()) {
            int colon = l.indexOf(':');
            headers.put(
                    l.substring(0, colon).toLowerCase(Locale.ROOT),
                    l.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(
                Integer.parseInt(status.split(" ", -1)[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    private void readFrame() throws IOException {
        int channel = in.readUnsignedByte();
        frames.add(new Frame(channel, in.readNBytes(in.readUnsignedShort())));
    }

    private String line() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
            out.write(b);
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

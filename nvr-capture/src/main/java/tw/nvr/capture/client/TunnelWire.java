package tw.nvr.capture.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tw.nvr.capture.rtsp.Authenticator;
import tw.nvr.capture.rtsp.Refusals;
import tw.nvr.capture.rtsp.RtspHeaders;
import tw.nvr.capture.rtsp.RtspResponse;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.time.Ticker;

/**
 * RTSP through HTTP, as QuickTime defined it and cameras took it over: what the camera says is the endless answer to a GET
 * request, what it hears is the endless body of a POST request, in base64; a cookie ties the two connections together.
 */
final class TunnelWire implements Wire {
    /** Opens one of the two connections. */
    interface Dial {
        Wire open() throws SourceException;
    }

    private static final String TYPE = "application/x-rtsp-tunnelled";
    private static final int MOST_TRIES = 3;
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int OUTGOING = 16 * 1024;

    /** What everybody announces; cameras do not count. Reports are left out all the same, so that it lasts for hours. */
    private static final int ANNOUNCED = 32_767;

    private final Wire get;
    private final Wire post;
    private final ByteBuffer early;
    private final ByteBuffer outgoing = ByteBuffer.allocate(OUTGOING);

    private TunnelWire(Wire get, Wire post, ByteBuffer early) {
        this.get = get;
        this.post = post;
        this.early = early;
    }

    /**
     * Opens both connections.
     *
     * @param authenticator for HTTP alone: what the camera asks for within the tunnel is another matter
     * @param cookie unguessable
     * @param deadline ticker nanoseconds
     * @throws SourceException when the camera refuses
     */
    static TunnelWire open(
            StreamAddress address, Dial dial, Authenticator authenticator, String cookie, Ticker ticker, long deadline)
            throws SourceException {
        for (int i = 0; i < MOST_TRIES; i++) {
            Wire get = dial.open();
            boolean kept = false;
            try {
                get.write(head("GET", address, cookie, authenticator, "Accept: " + TYPE + "\r\n"));
                ByteBuffer received = ByteBuffer.allocate(LONGEST_HEAD);
                RtspResponse answer = answer(get, received, ticker, deadline);
                if (answer.status() == 401) {
                    authenticator.challenged(answer);
                    continue;
                }
                if (!answer.ok()) {
                    throw Refusals.tunnel(answer.status());
                }
                authenticator.accepted();
                Wire post = dial.open();
                kept = true;
                TunnelWire tunnel = new TunnelWire(get, post, received);
                post.write(head("POST", address, cookie, authenticator, body()));
                return tunnel;
            } catch (IOException e) {
                throw ConnectionFailure.connecting(address, e);
            } finally {
                if (!kept) {
                    closeQuietly(get);
                }
            }
        }
        throw Refusals.of("GET", RtspResponse.of(401, ""));
    }

    private static void closeQuietly(Wire wire) throws SourceException {
        try {
            wire.close();
        } catch (IOException e) {
            throw Refusals.tunnel(0);
        }
    }

    private static String body() {
        return "Content-Type: " + TYPE + "\r\nContent-Length: " + ANNOUNCED
                + "\r\nExpires: Sun, 9 Jan 1972 00:00:00 GMT\r\n";
    }

    private static byte[] head(
            String method, StreamAddress address, String cookie, Authenticator authenticator, String more) {
        Optional<String> authorization = authenticator.authorization(method, address.path());
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        String text = method + " " + address.path() + " HTTP/1.0\r\nHost: " + host + ":" + address.port()
                + "\r\nUser-Agent: nvr\r\nx-sessioncookie: " + cookie + "\r\n" + more
                + "Pragma: no-cache\r\nCache-Control: no-cache\r\n"
                + authorization.map(a -> "Authorization: " + a + "\r\n").orElse("") + "\r\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the head of the answer; what came behind it stays in the buffer, ready to be read. */
    private static RtspResponse answer(Wire get, ByteBuffer received, Ticker ticker, long deadline)
            throws IOException, SourceException {
        while (true) {
            byte[] bytes = new byte[received.position()];
            received.get(0, bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) {
                received.flip().position(end + 4);
                return parse(text.substring(0, end));
            }
            long millis = (deadline - ticker.nanos()) / 1_000_000;
            if (millis <= 0) {
                throw new SocketTimeoutException("no answer");
            }
            if (!received.hasRemaining() || get.read(received, (int) Math.min(millis, 5_000)) < 0) {
                throw Refusals.tunnel(0);
            }
        }
    }

    private static RtspResponse parse(String head) throws IOException {
        String[] lines = head.split("\r\n", 200);
        String[] words = lines[0].split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new ProtocolException("no HTTP");
        }
        RtspHeaders headers = RtspHeaders.NONE;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers = headers.with(
                        lines[i].substring(0, colon).strip(),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new RtspResponse(Integer.parseInt(words[1]), "", headers, new byte[0]);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        post.write(Base64.getEncoder().encode(bytes));
    }

    @Override
    public int read(ByteBuffer into, int millis) throws IOException {
        return early.hasRemaining() ? takeEarly(into) : get.read(into, millis);
    }

    private int takeEarly(ByteBuffer into) {
        int n = Math.min(early.remaining(), into.remaining());
        into.put(early.slice().limit(n));
        early.position(early.position() + n);
        return n;
    }

    @Override
    public void stopWaiting() throws IOException {
        get.stopWaiting();
        post.stopWaiting();
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        flush();
        return early.hasRemaining() ? takeEarly(into) : get.receive(into);
    }

    @Override
    public boolean dry() {
        return get.dry();
    }

    /** {@inheritDoc} What was put into base64 counts as sent; the last of it may go with the next {@link #receive}. */
    @Override
    public void send(ByteBuffer from) throws IOException {
        flush();
        if (outgoing.position() == 0) {
            byte[] bytes = new byte[Math.min(from.remaining(), OUTGOING / 4 * 3)];
            from.get(bytes);
            outgoing.put(Base64.getEncoder().encode(bytes));
            flush();
        }
    }

    private void flush() throws IOException {
        if (outgoing.position() > 0) {
            outgoing.flip();
            try {
                post.send(outgoing);
            } finally {
                outgoing.compact();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (get) {
            post.close();
        }
    }
}

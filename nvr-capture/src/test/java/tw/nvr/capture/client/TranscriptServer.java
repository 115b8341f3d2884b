package tw.nvr.capture.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tw.nvr.capture.client.Transcript.Turn;
import tw.nvr.core.camera.StreamAddress;

/** Plays the camera of a transcript over a real socket, once, and notes where the client departs from it. */
final class TranscriptServer implements AutoCloseable {
    private final Transcript transcript;
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final TranscriptStream stream = new TranscriptStream();
    private final Thread thread;
    private final AtomicInteger done = new AtomicInteger();
    private volatile String departure = "";
    private volatile Socket client;

    TranscriptServer(Transcript transcript) throws IOException {
        this.transcript = transcript;
        thread = new Thread(this::serve, "transcript");
        thread.start();
    }

    StreamAddress address() {
        String path = transcript.fact("path").orElse("/");
        return new StreamAddress("rtsp", "127.0.0.1", listening.getLocalPort(), path);
    }

    /** Turns that were played. */
    int done() {
        return done.get();
    }

    /** Where the client departed from the transcript; empty when it did not. */
    String departure() {
        return departure;
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            client = socket;
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (Turn turn : transcript.turns()) {
                List<String> request = request(in);
                if (request.isEmpty()) {
                    departure = departure.isEmpty() ? "hung up before " + turn.asked() : departure;
                    return;
                }
                compare(turn, request);
                out.write(answer(turn, request));
                out.flush();
                done.incrementAndGet();
            }
            socket.shutdownOutput();
            in.transferTo(
                    OutputStream.nullOutputStream()); // until the client has gone too: no reset may overtake the end
        } catch (IOException e) {
            departure = listening.isClosed() || done.get() == transcript.turns().size() ? departure : e.toString();
        }
    }

    /** The lines of the next request, without the frames before it; empty at the end. */
    private static List<String> request(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int b = in.read();
            while (b >= 0 && b != '\n') {
                if (b == '$' && line.size() == 0) {
                    in.read();
                    in.skipNBytes(in.read() << 8 | in.read());
                } else if (b != '\r') {
                    line.write(b);
                }
                b = in.read();
            }
            String text = line.toString(StandardCharsets.UTF_8);
            if (text.isEmpty()) {
                return lines;
            }
            lines.add(text);
        }
    }

    private void compare(Turn turn, List<String> request) {
        List<String> headers = request.subList(1, request.size());
        boolean same = matches(turn.asked().get(0), request.get(0));
        for (String wanted : turn.asked().subList(1, turn.asked().size())) {
            boolean none = wanted.startsWith("no ");
            String pattern = none ? wanted.substring(3) + ": *" : wanted;
            same &= none != headers.stream().anyMatch(h -> matches(pattern, h));
        }
        if (!same && departure.isEmpty()) {
            departure = "wanted " + turn.asked() + " but got " + request;
        }
    }

    private boolean matches(String wanted, String text) {
        String pattern = Pattern.quote(filled(wanted)).replace("*", "\\E.*\\Q");
        return text.matches(pattern);
    }

    private String filled(String text) {
        return text.replace("{url}", address().toString()).replace("{host}", "127.0.0.1:" + listening.getLocalPort());
    }

    private byte[] answer(Turn turn, List<String> request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> said = new ArrayList<>();
        for (String line : turn.given()) {
            if (line.startsWith("S:")) {
                said.add(line.length() > 3 ? line.substring(3) : "");
            } else {
                out.writeBytes(message(said, request));
                said.clear();
                out.writeBytes(stream.make(line.substring(2)));
            }
        }
        out.writeBytes(message(said, request));
        return out.toByteArray();
    }

    private byte[] message(List<String> lines, List<String> request) {
        if (lines.isEmpty()) {
            return new byte[0];
        }
        String end = transcript.lineEnd();
        int empty = lines.indexOf("");
        String body = empty < 0 ? "" : joined(lines.subList(empty + 1, lines.size()), end);
        String head = joined(empty < 0 ? lines : lines.subList(0, empty), end) + end;
        Optional<String> number = request.stream()
                .filter(h -> h.startsWith("CSeq: "))
                .map(h -> h.substring(6))
                .findFirst();
        return filled(head + body)
                .replace("{cseq}", number.orElse("0"))
                .replace("{length}", Integer.toString(filled(body).length()))
                .replace("\\t", "\t")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String joined(List<String> lines, String end) {
        return lines.isEmpty() ? "" : String.join(end, lines) + end;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (client != null) {
            client.close();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

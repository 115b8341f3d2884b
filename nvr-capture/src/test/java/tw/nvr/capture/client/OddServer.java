package tw.nvr.capture.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tw.nvr.core.camera.StreamAddress;

/** A server that answers every request of a connection as it is told, to be as odd as cameras are. */
final class OddServer implements AutoCloseable {
    /** A request as it came; headers in their order. */
    record Asked(String line, List<String> headers) {
        String method() {
            return line.substring(0, line.indexOf(' '));
        }

        String header(String name) {
            return headers.stream()
                    .filter(h -> h.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(h -> h.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Function<Asked, String> answers;
    private final List<Asked> asked = new ArrayList<>();
    private final List<Socket> clients = new ArrayList<>();
    private final Thread thread;
    private volatile IOException hungUp;

    /** @param answers the whole answer, with CSeq where there is to be one; empty to say nothing; null to hang up */
    OddServer(Function<Asked, String> answers) throws IOException {
        this.answers = answers;
        thread = new Thread(this::serve, "odd-server");
        thread.start();
    }

    StreamAddress address() {
        return new StreamAddress("rtsp", "127.0.0.1", listening.getLocalPort(), "/live?channel=1");
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** How the last connection that did not end in an orderly way ended. */
    Optional<IOException> hungUp() {
        return Optional.ofNullable(hungUp);
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                synchronized (this) {
                    clients.add(client);
                }
                talk(client);
            } catch (IOException e) {
                hungUp = e; // by the client or by the test, as they may at any time
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = client.getOutputStream();
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isEmpty()) {
                lines.add(line);
                continue;
            }
            Asked request = new Asked(lines.get(0), List.copyOf(lines.subList(1, lines.size())));
            lines.clear();
            synchronized (this) {
                asked.add(request);
            }
            String answer = answers.apply(request);
            if (answer == null) {
                return;
            }
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        synchronized (this) {
            for (Socket client : clients) {
                client.close();
            }
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

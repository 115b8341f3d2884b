package tw.nvr.web.fake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends bytes that no decent client would, and reads all that comes back. */
public final class RawHttp {
    private static final int PATIENCE_MILLIS = 10_000;

    private RawHttp() {}

    /**
     * What came back.
     *
     * @param status 0 when the connection was closed without a word
     * @param head status line and headers, in lower case
     */
    public record Reply(int status, String head, String body) {
        public boolean has(String header) {
            return head.contains("\r\n" + header.toLowerCase(Locale.ROOT) + ":");
        }
    }

    /** Sends a request line and headers; adds Connection: close. */
    public static Reply send(int port, String requestLine, String... headers) throws IOException {
        return exchange(port, requestLine + "\r\n" + String.join("", lines(headers)) + "Connection: close\r\n\r\n");
    }

    private static String[] lines(String... headers) {
        String[] lines = new String[headers.length];
        for (int i = 0; i < headers.length; i++) {
            lines[i] = headers[i] + "\r\n";
        }
        return lines;
    }

    /** Sends text as Latin-1 and reads to the end of the connection. */
    public static Reply exchange(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String all;
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (SocketException e) {
                return new Reply(0, e.toString(), "");
            }
            int end = all.indexOf("\r\n\r\n");
            if (!all.startsWith("HTTP/1.1 ") || end < 0) {
                return new Reply(0, all, "");
            }
            return new Reply(
                    Integer.parseInt(all.substring(9, 12)),
                    all.substring(0, end + 2).toLowerCase(Locale.ROOT),
                    all.substring(end + 4));
        }
    }
}

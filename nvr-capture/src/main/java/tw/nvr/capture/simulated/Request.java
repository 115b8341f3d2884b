package tw.nvr.capture.simulated;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One RTSP request (RFC 2326 section 6). Immutable.
 *
 * @param headers by lower-case name; of repeated ones the last
 */
record Request(String method, String uri, Map<String, String> headers) {
    /** A client's bytes that are no request: the connection is of no use any more. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what);
        }
    }

    /**
     * Takes the next request from the buffer, skipping interleaved frames before it (a client's receiver reports).
     *
     * @param in ready to be read; afterwards behind what was taken
     * @return nothing while it is incomplete
     */
    static Optional<Request> read(ByteBuffer in) throws Malformed {
        skipFrames(in);
        int end = endOfHead(in);
        if (end < 0 || in.hasRemaining() && in.get(in.position()) == '$') {
            return Optional.empty();
        }
        byte[] head = new byte[end - in.position()];
        in.get(in.position(), head);
        String[] lines = new String(head, StandardCharsets.UTF_8).strip().split("\r\n", -1);
        String[] words = lines[0].split(" ", -1);
        boolean http = words.length == 3 && words[2].startsWith("HTTP/");
        if (words.length != 3 || !http && !words[2].startsWith("RTSP/")) {
            throw new Malformed("request line");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                throw new Malformed("header line " + i);
            }
            String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
            headers.put(name, lines[i].substring(colon + 1).strip());
        }
        Request request = new Request(words[0], words[1], Map.copyOf(headers));
        int body = http ? 0 : request.contentLength(); // a tunnel's body has no end
        if (in.limit() - end < body) {
            return Optional.empty();
        }
        in.position(end + body);
        return Optional.of(request);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    private int contentLength() throws Malformed {
        try {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            if (length < 0 || length > 8192) {
                throw new Malformed("content length " + length);
            }
            return length;
        } catch (NumberFormatException e) {
            throw new Malformed("content length: " + e.getMessage());
        }
    }

    private static void skipFrames(ByteBuffer in) {
        while (in.remaining() >= 4 && in.get(in.position()) == '$') {
            int length = 4 + (in.getShort(in.position() + 2) & 0xffff);
            if (in.remaining() < length) {
                return;
            }
            in.position(in.position() + length);
        }
    }

    private static int endOfHead(ByteBuffer in) {
        for (int i = in.position(); i + 3 < in.limit(); i++) {
            if (in.get(i) == '\r' && in.get(i + 1) == '\n' && in.get(i + 2) == '\r' && in.get(i + 3) == '\n') {
                return i + 4;
            }
        }
        return -1;
    }
}

package tw.nvr.capture.rtsp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds RTSP messages in bytes (RFC 2326 4, RFC 7826 5), bounded and tolerant: header names without case, folded lines,
 * bare line feeds, spaces where none belong, RTSP/1.0 and 2.0. Pure functions by absolute index.
 */
public final class RtspParser {
    /** Largest start line with headers, in bytes. */
    public static final int MAX_HEADER = 16 * 1024;

    /** Largest body, in bytes. */
    public static final int MAX_BODY = 64 * 1024;

    private static final int MAX_HEADERS = 200;
    private static final Pattern STATUS_LINE =
            Pattern.compile("RTSP\\s*/\\s*\\d+(?:\\.\\d+)?\\s+(\\d{3})(?:\\s+(.*))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern REQUEST_LINE =
            Pattern.compile("([A-Za-z_]{3,20})\\s+(\\S+)\\s+RTSP\\s*/\\s*\\d+(?:\\.\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final String[] STARTS = {
        "RTSP/",
        "OPTIONS ",
        "DESCRIBE ",
        "SETUP ",
        "PLAY ",
        "PAUSE ",
        "TEARDOWN ",
        "GET_PARAMETER ",
        "SET_PARAMETER ",
        "ANNOUNCE ",
        "RECORD ",
        "REDIRECT ",
        "PLAY_NOTIFY "
    };

    private RtspParser() {}

    /** Whether the bytes at an index are, or can still become, the start of a message. */
    public static boolean mayStart(ByteBuffer buf, int at, int end) {
        for (String start : STARTS) {
            if (matches(buf, at, end, start)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the bytes at an index are, or can still become, the start of a response. */
    public static boolean mayStartResponse(ByteBuffer buf, int at, int end) {
        return matches(buf, at, end, STARTS[0]);
    }

    private static boolean matches(ByteBuffer buf, int at, int end, String start) {
        int length = Math.min(start.length(), end - at);
        for (int i = 0; i < length; i++) {
            if (Character.toUpperCase((char) (buf.get(at + i) & 0x7f)) != start.charAt(i)) {
                return false;
            }
        }
        return length > 0;
    }

    /**
     * How long the message is that starts at an index.
     *
     * @return bytes with its body, or 0 when it is not there as a whole yet
     * @throws RtspException when it is larger than what is read
     */
    public static int length(ByteBuffer buf, int at, int end) throws RtspException {
        int body = bodyIndex(buf, at, end);
        if (body < 0) {
            if (end - at > MAX_HEADER) {
                throw new RtspException("RTSP header of more than " + MAX_HEADER + " bytes");
            }
            return 0;
        }
        int length = Math.max(0, headers(lines(text(buf, at, body))).number("Content-Length"));
        if (length > MAX_BODY) {
            throw new RtspException("RTSP body of " + length + " bytes");
        }
        return body + length <= end ? body + length - at : 0;
    }

    /**
     * Reads a message whose length is known from {@link #length}.
     *
     * @throws RtspException when its first line is neither a status line nor a request line
     */
    public static RtspMessage read(ByteBuffer buf, int at, int length) throws RtspException {
        int bodyIndex = bodyIndex(buf, at, at + length);
        if (bodyIndex < 0) {
            throw new RtspException("RTSP message without end of headers");
        }
        List<String> lines = lines(text(buf, at, bodyIndex));
        String start = lines.isEmpty() ? "" : lines.get(0).strip();
        RtspHeaders headers = headers(lines);
        byte[] body = new byte[at + length - bodyIndex];
        buf.get(bodyIndex, body);
        Matcher status = STATUS_LINE.matcher(start);
        if (status.matches()) {
            String reason = status.group(2) == null ? "" : status.group(2).strip();
            return new RtspResponse(Integer.parseInt(status.group(1)), reason, headers, body);
        }
        Matcher request = REQUEST_LINE.matcher(start);
        if (request.matches() && RtspRequest.isToken(request.group(2))) {
            return new RtspRequest(request.group(1).toUpperCase(Locale.ROOT), request.group(2), headers, body);
        }
        throw new RtspException("neither an RTSP status line nor a request line");
    }

    /**
     * Takes the first whole message out of a buffer that is being filled, for the time before the stream plays.
     * Interleaved frames before or behind it stay, in their order; bytes that are neither are thrown away.
     *
     * @param received filled from index 0 to its position
     * @throws RtspException when a message is too large or cannot be read
     */
    public static Optional<RtspMessage> take(ByteBuffer received) throws RtspException {
        int at = 0;
        while (at < received.position()) {
            int end = received.position();
            if (received.get(at) == '$') {
                int frame = end - at < 4 ? Integer.MAX_VALUE : 4 + (received.getShort(at + 2) & 0xffff);
                if (frame > end - at) {
                    return Optional.empty();
                }
                at += frame;
            } else if (mayStart(received, at, end)) {
                int length = length(received, at, end);
                if (length == 0) {
                    return Optional.empty();
                }
                RtspMessage message = read(received, at, length);
                remove(received, at, length);
                return Optional.of(message);
            } else {
                remove(received, at, junk(received, at, end));
            }
        }
        return Optional.empty();
    }

    private static int junk(ByteBuffer buf, int at, int end) {
        int p = at + 1;
        while (p < end && buf.get(p) != '$' && !mayStart(buf, p, end)) {
            p++;
        }
        return p - at;
    }

    private static void remove(ByteBuffer buf, int at, int length) {
        int end = buf.position();
        buf.put(at, buf.duplicate().clear(), at + length, end - at - length);
        buf.position(end - length);
    }

    /** Index behind the empty line that ends the headers, or -1. */
    private static int bodyIndex(ByteBuffer buf, int at, int end) {
        int limit = Math.min(end, at + MAX_HEADER);
        for (int p = at; p < limit; p++) {
            if (buf.get(p) != '\n') {
                continue;
            }
            int next = p + 1 < limit && buf.get(p + 1) == '\r' ? p + 2 : p + 1;
            if (next < limit && buf.get(next) == '\n') {
                return next + 1;
            }
        }
        return -1;
    }

    private static String text(ByteBuffer buf, int from, int to) {
        byte[] bytes = new byte[to - from];
        buf.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Lines without their ends; a line that starts with a blank continues the one before. */
    private static List<String> lines(String block) {
        List<String> lines = new ArrayList<>();
        for (String line : block.split("\r?\n|\r", -1)) {
            boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (folded && lines.size() > 1) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + line.strip());
            } else if (!line.isBlank() && lines.size() <= MAX_HEADERS) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static RtspHeaders headers(List<String> lines) {
        List<RtspHeaders.Entry> entries = new ArrayList<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                entries.add(new RtspHeaders.Entry(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip()));
            }
        }
        return new RtspHeaders(entries);
    }
}

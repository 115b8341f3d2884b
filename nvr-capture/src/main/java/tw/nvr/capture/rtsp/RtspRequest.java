package tw.nvr.capture.rtsp;

import java.util.function.Function;

/**
 * A request (RFC 2326 6). Immutable by convention: treat the body as read-only.
 *
 * @param method in upper case, for example {@code DESCRIBE}
 * @param uri as it goes over the wire, never with user information
 */
public record RtspRequest(String method, String uri, RtspHeaders headers, byte[] body) implements RtspMessage {
    public RtspRequest {
        if (!isToken(method) || uri.isEmpty() || uri.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("request line with control characters or spaces");
        }
    }

    /** A request without headers and body. */
    public static RtspRequest of(String method, String uri) {
        return new RtspRequest(method, uri, RtspHeaders.NONE, new byte[0]);
    }

    /** The same request with one more header. */
    public RtspRequest with(String name, String value) {
        return new RtspRequest(method, uri, headers.with(name, value), body);
    }

    @Override
    public String startLine() {
        return method + " " + uri + " RTSP/1.0";
    }

    @Override
    public <T> T match(Function<RtspRequest, T> request, Function<RtspResponse, T> response) {
        return request.apply(this);
    }

    static boolean isToken(String s) {
        return !s.isEmpty() && s.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}

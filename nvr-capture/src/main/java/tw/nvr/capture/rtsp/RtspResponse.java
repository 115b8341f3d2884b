package tw.nvr.capture.rtsp;

import java.util.function.Function;

/**
 * A response (RFC 2326 7). Immutable by convention: treat the body as read-only.
 *
 * @param status 100 to 999
 * @param reason what the camera says about it; may be empty
 */
public record RtspResponse(int status, String reason, RtspHeaders headers, byte[] body) implements RtspMessage {
    /** A response without headers and body. */
    public static RtspResponse of(int status, String reason) {
        return new RtspResponse(status, reason, RtspHeaders.NONE, new byte[0]);
    }

    /** The same response with one more header. */
    public RtspResponse with(String name, String value) {
        return new RtspResponse(status, reason, headers.with(name, value), body);
    }

    /** The same response with a body. */
    public RtspResponse withBody(String contentType, byte[] content) {
        return new RtspResponse(status, reason, headers.with("Content-Type", contentType), content);
    }

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    @Override
    public String startLine() {
        return "RTSP/1.0 " + status + " " + reason;
    }

    @Override
    public <T> T match(Function<RtspRequest, T> request, Function<RtspResponse, T> response) {
        return response.apply(this);
    }
}

package tw.nvr.capture.rtsp;

import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** Puts what a camera refuses into words. Pure functions; addresses are left out, because paths can hold passwords. */
public final class Refusals {
    private static final int LONGEST_REASON = 60;

    private Refusals() {}

    /**
     * Passes a good answer through.
     *
     * @param method what was asked
     * @throws SourceException for every status but 2xx; 401 belongs to {@link Authenticator#challenged} first
     */
    public static RtspResponse require(String method, RtspResponse response) throws SourceException {
        if (response.ok()) {
            return response;
        }
        throw of(method, response);
    }

    /** The words for an answer that is not 2xx. */
    public static SourceException of(String method, RtspResponse response) {
        int status = response.status();
        if (status >= 300 && status < 400) {
            return refusal(GapCause.CAMERA_UNREACHABLE, false, "rtsp-redirect", status);
        }
        return switch (status) {
            case 401, 403, 407 -> refusal(GapCause.AUTH, false, "camera-forbidden", status);
            case 404, 410 -> refusal(GapCause.CAMERA_UNREACHABLE, false, "rtsp-no-such-stream", status);
            case 453, 503 -> refusal(GapCause.CAMERA_UNREACHABLE, false, "rtsp-busy", status);
            case 461 -> refusal(GapCause.STREAM_DAMAGED, true, "stream-udp-only");
            default ->
                refusal(GapCause.CAMERA_UNREACHABLE, status < 500, "rtsp-refused", method, status, reason(response));
        };
    }

    /** The words for a camera that sends in none of the ways it was asked for. */
    public static SourceException transport() {
        return refusal(GapCause.STREAM_DAMAGED, true, "stream-transport-refused");
    }

    /**
     * The words for a camera that takes no RTSP through HTTP.
     *
     * @param status of the HTTP answer; 0 when there was none
     */
    public static SourceException tunnel(int status) {
        boolean forbidden = status == 401 || status == 403;
        return forbidden
                ? refusal(GapCause.AUTH, false, "camera-forbidden", status)
                : refusal(GapCause.CAMERA_UNREACHABLE, false, "http-tunnel-refused", status);
    }

    /** The words for an answer that is no RTSP. */
    public static SourceException notRtsp(RtspException cause) {
        Problem problem = Problem.of(ProblemKind.UNAVAILABLE, "rtsp-not-spoken");
        return new SourceException(GapCause.CAMERA_UNREACHABLE, false, problem, cause);
    }

    private static String reason(RtspResponse response) {
        String printable = response.reason().replaceAll("[^\\x20-\\x7e]+", " ").strip();
        return printable.length() > LONGEST_REASON ? printable.substring(0, LONGEST_REASON) : printable;
    }

    private static SourceException refusal(GapCause cause, boolean otherReader, String key, Object... arguments) {
        ProblemKind kind = cause == GapCause.AUTH ? ProblemKind.REFUSED : ProblemKind.UNAVAILABLE;
        return new SourceException(cause, otherReader, Problem.of(kind, key, arguments), null);
    }
}

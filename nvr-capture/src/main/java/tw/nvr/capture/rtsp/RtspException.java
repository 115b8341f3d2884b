package tw.nvr.capture.rtsp;

/** Bytes that are no RTSP, or more of it than is read. The message is for the log, in English, and quotes no secrets. */
public final class RtspException extends Exception {
    private static final long serialVersionUID = 1L;

    public RtspException(String message) {
        super(message);
    }
}

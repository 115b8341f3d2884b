package tw.nvr.capture.codec;

/** A parameter set or decoder configuration that cannot be understood. The message is for the log, in English. */
public final class CodecException extends Exception {
    private static final long serialVersionUID = 1L;

    public CodecException(String message) {
        super(message);
    }
}

package tw.nvr.core.problem;

/**
 * The kinds of failure a person can act on. Each maps once to an exit code of the command line, an HTTP status of the
 * console and a severity of the log (systemd priorities: 3 error, 4 warning, 5 notice). Immutable.
 */
public enum ProblemKind {
    /** The words of a command or the fields of a form are wrong. */
    USAGE(64, 400, 5),
    /** What was named does not exist. */
    NOT_FOUND(2, 404, 5),
    /** It exists already, or somebody else is at work on it. */
    CONFLICT(2, 409, 4),
    /** A rule or a permission forbids it. */
    REFUSED(2, 403, 4),
    /** The configuration cannot be used. */
    CONFIGURATION(78, 500, 3),
    /** A camera, a disk or a server does not answer now; trying again may help. */
    UNAVAILABLE(2, 503, 4),
    /** Data is not what it was written as. */
    DAMAGED(2, 500, 3),
    /** A fault of the program itself. */
    INTERNAL(3, 500, 3);

    private final int exitCode;
    private final int httpStatus;
    private final int logPriority;

    ProblemKind(int exitCode, int httpStatus, int logPriority) {
        this.exitCode = exitCode;
        this.httpStatus = httpStatus;
        this.logPriority = logPriority;
    }

    public int exitCode() {
        return exitCode;
    }

    /** Status of the problem details answer (RFC 9457). */
    public int httpStatus() {
        return httpStatus;
    }

    /** systemd log priority, 0 (emergency) to 7 (debug). */
    public int logPriority() {
        return logPriority;
    }
}

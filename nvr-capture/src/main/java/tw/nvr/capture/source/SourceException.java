package tw.nvr.capture.source;

import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;

/** A connection that could not be made or has ended, with its cause and the words for people. */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised; exceptions merely inherit the marker
    private final Problem problem;

    private final GapCause cause;
    private final boolean otherReader;

    /**
     * @param cause what the gap will say
     * @param otherReader whether ffmpeg may be able to read what this reader cannot
     */
    public SourceException(GapCause cause, boolean otherReader, Problem problem, Throwable technical) {
        super(problem.key() + problem.arguments(), technical);
        this.cause = cause;
        this.otherReader = otherReader;
        this.problem = problem;
    }

    public GapCause gapCause() {
        return cause;
    }

    public boolean otherReader() {
        return otherReader;
    }

    public Problem problem() {
        return problem;
    }
}

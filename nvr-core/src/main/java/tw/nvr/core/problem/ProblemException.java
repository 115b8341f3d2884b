package tw.nvr.core.problem;

/** Carries a {@link Problem} to whoever shows it to a person: the command line, the console, the log. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised; exceptions merely inherit the marker
    private final Problem problem;

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.key() + problem.arguments(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}

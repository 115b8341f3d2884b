package tw.nvr.web.http;

import java.util.Map;
import tw.nvr.core.problem.Problem;

/**
 * A refusal that needs an HTTP status of its own, such as 421 or 416, instead of the one of its problem's kind.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    @SuppressWarnings("serial") // never serialised; exceptions merely inherit the marker
    private final Problem problem;

    @SuppressWarnings("serial") // as above
    private final Map<String, String> headers;

    /**
     * @param headers that the status asks for, for example {@code Allow} with 405
     */
    public Refusal(int status, Problem problem, Map<String, String> headers) {
        super(problem.key());
        this.status = status;
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    public int status() {
        return status;
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, String> headers() {
        return headers;
    }
}

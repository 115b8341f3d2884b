package tw.nvr.web.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers one address by writing to the connection itself. Called on a thread of the server, of which there are few: what
 * takes as long as the browser does goes on by callbacks. Thread-safe.
 */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers.
     *
     * @param callback completed exactly once when the answer is written or has failed; not touched when this throws
     * @throws Exception a {@link tw.nvr.core.problem.ProblemException} or {@link Refusal} becomes a page that says so, as
     *     long as nothing was written
     */
    void answer(Ask ask, Request request, Response response, Callback callback) throws Exception;

    /** An endpoint that makes its whole answer before it is written. */
    static Endpoint of(Page page) {
        return (ask, request, response, callback) -> AnswerWriter.write(page.answer(ask), request, response, callback);
    }
}

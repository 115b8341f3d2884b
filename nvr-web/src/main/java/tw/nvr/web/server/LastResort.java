package tw.nvr.web.server;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what the server itself refuses or fails at, in our words and with our headers instead of its own, which would show
 * exception messages. Thread-safe.
 */
final class LastResort extends ErrorHandler {
    private final Failures failures;

    LastResort(Failures failures) {
        this.failures = failures;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Throwable cause = (Throwable) request.getAttribute(ERROR_EXCEPTION);
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        failures.status(status, cause, request, response, callback);
        return true;
    }
}

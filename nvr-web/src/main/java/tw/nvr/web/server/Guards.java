package tw.nvr.web.server;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.web.http.Refusal;

/**
 * Stands in front of every address. Thread-safe. It
 *
 * <ul>
 *   <li>puts the security headers on every answer;
 *   <li>lets in only who calls this box by a loopback name, so that a foreign name pointed at 127.0.0.1 (DNS rebinding) gets
 *       nowhere: 421;
 *   <li>lets in only paths of letters, digits and {@code . _ -} without dot segments: 404;
 *   <li>refuses what another site's page started, as told by Origin and Sec-Fetch-Site: for what changes something always,
 *       for interfaces and footage too. What changes something also needs the header {@code X-NVR: 1}, which no form of a
 *       foreign page can send; with it a form token would protect against nothing further.
 * </ul>
 */
final class Guards extends Handler.Wrapper {
    private static final Pattern LOOPBACK_NAME =
            Pattern.compile("(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH = Pattern.compile("/|(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
    private static final int LONGEST_PATH = 300;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Failures failures;

    Guards(Handler next, Failures failures) {
        super(next);
        this.failures = failures;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        SecurityHeaders.put(response.getHeaders());
        try {
            checkHost(request);
            checkMethod(request);
            checkPath(request);
            checkSite(request);
        } catch (RuntimeException e) {
            failures.answer(e, request, response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private static void checkHost(Request request) {
        List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
        String target = request.getHttpURI().getHost();
        boolean targetFits = target == null || LOOPBACK_NAME.matcher(target).matches();
        if (hosts.size() != 1 || !LOOPBACK_NAME.matcher(hosts.get(0)).matches() || !targetFits) {
            throw new Refusal(421, Problem.of(ProblemKind.REFUSED, "console-host"), Map.of());
        }
    }

    private static void checkMethod(Request request) {
        if (!METHODS.contains(request.getMethod())) {
            throw notAllowed("GET, HEAD, POST");
        }
    }

    static Refusal notAllowed(String methods) {
        return new Refusal(405, Problem.of(ProblemKind.USAGE, "request-method", methods), Map.of("Allow", methods));
    }

    private static void checkPath(Request request) {
        String path = request.getHttpURI().getPath();
        if (path == null || path.length() > LONGEST_PATH || !PATH.matcher(path).matches()) {
            throw Problem.of(ProblemKind.NOT_FOUND, "page-unknown").exception();
        }
    }

    private static void checkSite(Request request) {
        String origin = request.getHeaders().get("Origin");
        String site = request.getHeaders().get("Sec-Fetch-Site");
        boolean post = request.getMethod().equals("POST");
        if (!post && !Failures.isForScripts(request)) {
            return;
        }
        String own = "http://" + request.getHeaders().get(HttpHeader.HOST);
        boolean foreign = origin != null && !origin.equalsIgnoreCase(own) || site != null && !OWN_SITE.contains(site);
        boolean untold = origin == null && site == null;
        boolean unmarked = !"1".equals(request.getHeaders().get("X-NVR"));
        if (foreign || post && (untold || unmarked)) {
            throw Problem.of(ProblemKind.REFUSED, "request-foreign").exception();
        }
    }
}

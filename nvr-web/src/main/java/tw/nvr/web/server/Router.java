package tw.nvr.web.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.web.http.Ask;
import tw.nvr.web.http.Form;
import tw.nvr.web.http.Refusal;
import tw.nvr.web.http.Route;

/** Finds what answers an address, and reads query and form for it. Thread-safe. */
final class Router extends Handler.Abstract {
    /** Longest body of a request, bytes. */
    static final int LONGEST_BODY = 64 * 1024;

    private static final String FORM = "application/x-www-form-urlencoded";

    private final List<Route.Matching> routes;
    private final PeerActors actors;
    private final Languages languages;
    private final Failures failures;

    Router(List<Route> routes, PeerActors actors, Languages languages, Failures failures) {
        this.routes = routes.stream().map(Route::matching).toList();
        this.actors = actors;
        this.languages = languages;
        this.failures = failures;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        try {
            Found found = find(request);
            if (request.getMethod().equals("POST")) {
                readForm(found, request, response, callback);
            } else {
                checkNoBody(request);
                answer(found, "", request, response, callback);
            }
        } catch (Exception e) {
            failures.answer(e, request, response, callback);
        }
        return true;
    }

    private Found find(Request request) {
        String path = request.getHttpURI().getPath();
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        TreeSet<String> others = new TreeSet<>();
        for (Route.Matching matching : routes) {
            Optional<Map<String, String>> variables = matching.variables(path);
            if (variables.isPresent()) {
                if (matching.route().method().equals(method)) {
                    return new Found(matching.route(), variables.get());
                }
                others.add(matching.route().method());
            }
        }
        if (others.isEmpty()) {
            throw Problem.of(ProblemKind.NOT_FOUND, "page-unknown").exception();
        }
        throw Guards.notAllowed(String.join(", ", others).replace("GET", "GET, HEAD"));
    }

    private static void checkNoBody(Request request) {
        boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (chunked || request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0) {
            throw Problem.of(ProblemKind.USAGE, "request-malformed").exception();
        }
    }

    private void readForm(Found found, Request request, Response response, Callback callback) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (length > LONGEST_BODY) {
            throw tooLarge();
        }
        if (length != 0 && (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(FORM))) {
            throw new Refusal(415, Problem.of(ProblemKind.USAGE, "request-malformed"), Map.of());
        }
        Content.Source.asByteArrayAsync(request, LONGEST_BODY, new Promise.Invocable<byte[]>() {
            @Override
            public void succeeded(byte[] body) {
                try {
                    String form = new String(body, StandardCharsets.ISO_8859_1);
                    answer(found, form, request, response, callback);
                } catch (Exception e) {
                    failures.answer(e, request, response, callback);
                }
            }

            @Override
            public void failed(Throwable e) {
                failures.answer(e instanceof IllegalStateException ? tooLarge() : e, request, response, callback);
            }
        });
    }

    private static Refusal tooLarge() {
        return new Refusal(413, Problem.of(ProblemKind.USAGE, "request-too-large"), Map.of("Connection", "close"));
    }

    private void answer(Found found, String form, Request request, Response response, Callback callback)
            throws Exception {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        Form.read(request.getHttpURI().getQuery(), parameters);
        Form.read(form, parameters);
        found.variables().forEach((name, value) -> parameters.put(name, new ArrayList<>(List.of(value))));
        languages.remember(request, response);
        Ask ask = new Ask(
                request.getMethod(),
                request.getHttpURI().getPath(),
                parameters,
                actors.actor(request.getConnectionMetaData()),
                languages.of(request));
        found.route().endpoint().answer(ask, request, response, callback);
    }

    private record Found(Route route, Map<String, String> variables) {}
}

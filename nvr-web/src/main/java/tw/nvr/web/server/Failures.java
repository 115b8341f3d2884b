package tw.nvr.web.server;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.problem.Texts;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.AnswerWriter;
import tw.nvr.web.http.Json;
import tw.nvr.web.http.Refusal;

/**
 * Answers what went wrong: a short page for people, problem details (RFC 9457) for scripts. Both carry a number under which
 * the log tells the rest; neither carries an exception's message. Thread-safe.
 */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** Whoever knows the whole name of a look may use it: the log gets its first digits. */
    private static final Pattern LOOK = Pattern.compile("([0-9a-f]{8})[0-9a-f]{24}");

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");
    private static final int LONGEST_LOGGED_PATH = 200;

    private final SecureRandom random = new SecureRandom();
    private final Languages languages;

    Failures(Languages languages) {
        this.languages = languages;
    }

    /** Answers a failure of any sort. Only for an answer of which nothing was written yet. */
    void answer(Throwable failure, Request request, Response response, Callback callback) {
        if (response.isCommitted()) {
            LOG.info("an answer broke off: {}: {}", shown(request), failure.toString());
            callback.failed(failure);
            return;
        }
        if (failure instanceof Refusal r) {
            write(r.status(), r.problem(), r.headers(), failure, request, response, callback);
        } else if (failure instanceof ProblemException p) {
            write(p.problem().kind().httpStatus(), p.problem(), Map.of(), failure, request, response, callback);
        } else if (failure instanceof HttpException h && h.getCode() < 500) {
            status(h.getCode(), failure, request, response, callback);
        } else {
            Problem problem = Problem.of(ProblemKind.INTERNAL, "console-internal");
            write(500, problem, Map.of(), failure, request, response, callback);
        }
    }

    /** Answers what the server refused before any of our code saw it. */
    void status(int status, Throwable failure, Request request, Response response, Callback callback) {
        write(status, ofStatus(status), Map.of(), failure, request, response, callback);
    }

    private static Problem ofStatus(int status) {
        return switch (status) {
            case 404 -> Problem.of(ProblemKind.NOT_FOUND, "page-unknown");
            case 413 -> Problem.of(ProblemKind.USAGE, "request-too-large");
            case 414, 431 -> Problem.of(ProblemKind.USAGE, "request-headers-too-large");
            case 501, 505 -> Problem.of(ProblemKind.USAGE, "request-malformed");
            case 503 -> Problem.of(ProblemKind.UNAVAILABLE, "console-busy");
            default ->
                status < 500
                        ? Problem.of(ProblemKind.USAGE, "request-malformed")
                        : Problem.of(ProblemKind.INTERNAL, "console-internal");
        };
    }

    private void write(
            int status,
            Problem problem,
            Map<String, String> headers,
            Throwable cause,
            Request request,
            Response response,
            Callback callback) {
        String number = number();
        log(number, status, problem, cause, request);
        Texts texts = languages.of(request);
        boolean forScripts = isForScripts(request);
        byte[] body = (forScripts ? details(status, problem, number, texts) : page(problem, number, texts))
                .getBytes(StandardCharsets.UTF_8);
        response.getHeaders().remove(HttpHeader.CONTENT_ENCODING);
        SecurityHeaders.put(response.getHeaders());
        String type = forScripts ? "application/problem+json" : "text/html; charset=utf-8";
        Answer answer = new Answer(status, type, headers, body);
        afterTheForm(request, () -> AnswerWriter.write(answer, request, response, callback));
    }

    /**
     * Reads away a short form that was refused unread, before it is answered: a connection closed over unread bytes is reset,
     * and the browser would lose the answer with it. What is long is not read.
     */
    private static void afterTheForm(Request request, Runnable answer) {
        long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (length > 0 && length <= Router.LONGEST_BODY) {
            Content.Source.consumeAll(request, Callback.from(answer, failure -> answer.run()));
        } else {
            answer.run();
        }
    }

    private static void log(String number, int status, Problem problem, Throwable cause, Request request) {
        if (problem.kind() == ProblemKind.INTERNAL) {
            LOG.error("{}: {} answered {}", number, shown(request), status, cause);
        } else if (problem.kind().logPriority() <= 4) {
            LOG.warn("{}: {} answered {} {} {}", number, shown(request), status, problem.key(), problem.arguments());
        } else {
            LOG.info("{}: {} answered {} {}", number, shown(request), status, problem.key());
        }
    }

    /** Method and path, without query, without anything that could forge a line of the log or open a look. */
    private static String shown(Request request) {
        String path = String.valueOf(request.getHttpURI().getPath());
        String cut = path.length() > LONGEST_LOGGED_PATH ? path.substring(0, LONGEST_LOGGED_PATH) + "…" : path;
        String safe = UNPRINTABLE.matcher(cut).replaceAll("?");
        return request.getMethod().replaceAll("[^A-Z]", "?") + " "
                + LOOK.matcher(safe).replaceAll("$1…");
    }

    static boolean isForScripts(Request request) {
        String path = request.getHttpURI().getPath();
        return path != null
                && (path.startsWith("/api/")
                        || path.equals("/looks")
                        || path.startsWith("/looks/")
                        || path.equals("/healthz"));
    }

    private String number() {
        byte[] bytes = new byte[4];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String details(int status, Problem problem, String number, Texts texts) {
        return new Json()
                .object()
                .name("type")
                .value("urn:nvr:problem:" + problem.key())
                .name("title")
                .value(words(texts, problem, "what"))
                .name("status")
                .value(status)
                .name("detail")
                .value(words(texts, problem, "expected"))
                .name("remedy")
                .value(words(texts, problem, "remedy"))
                .name("number")
                .value(number)
                .endObject()
                .toString();
    }

    private static String page(Problem problem, String number, Texts texts) {
        String title = escape(words(texts, problem, "what"));
        return "<!doctype html><html lang=\"" + texts.locale().toLanguageTag()
                + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>"
                + title + "</title></head><body><main><h1>" + title + "</h1><p>"
                + escape(words(texts, problem, "expected")) + "</p><p>" + escape(words(texts, problem, "remedy"))
                + "</p><p>" + escape(texts.get("failure.number", number)) + "</p><p><a href=\"/\">"
                + escape(texts.get("failure.home")) + "</a></p></main></body></html>";
    }

    /** A problem whose words are missing is still told by its key. */
    private static String words(Texts texts, Problem problem, String part) {
        String key = "problem." + problem.key() + "." + part;
        return texts.has(key) ? texts.get(key, problem.arguments().toArray()) : problem.key();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

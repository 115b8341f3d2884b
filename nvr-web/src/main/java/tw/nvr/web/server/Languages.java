package tw.nvr.web.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import tw.nvr.core.problem.Texts;

/**
 * Which language somebody reads: what the address says ({@code ?lang=en}, which is remembered in a cookie), else the cookie,
 * else Traditional Chinese. The browser's own wish does not count: a box in a Taiwanese school speaks Chinese to everybody
 * who did not ask for something else, also where a browser was left in English. Immutable.
 */
final class Languages {
    static final String COOKIE = "nvr-lang";

    private static final List<String> MODULES = List.of("core", "capture", "storage", "web", "daemon");
    private static final int COOKIE_SECONDS = 365 * 86_400;

    private final Texts chinese;
    private final Texts english;

    /** Opens the message files of all modules that are there. */
    Languages() {
        List<String> files = MODULES.stream()
                .filter(m -> Texts.class.getResource("/tw/nvr/" + m + "/messages_en.properties") != null)
                .map(m -> "tw.nvr." + m + ".messages")
                .toList();
        chinese = Texts.of(Texts.ZH_TW, files);
        english = Texts.of(Texts.EN, files);
    }

    /** The words for whoever asks. */
    Texts of(Request request) {
        Locale locale = asked(request).or(() -> cookie(request)).orElse(Texts.ZH_TW);
        return locale.equals(Texts.EN) ? english : chinese;
    }

    /** Remembers a language that the address asked for. */
    void remember(Request request, Response response) {
        asked(request)
                .ifPresent(l -> response.getHeaders()
                        .add(
                                HttpHeader.SET_COOKIE,
                                COOKIE + "=" + l.toLanguageTag() + "; Path=/; Max-Age=" + COOKIE_SECONDS
                                        + "; HttpOnly; SameSite=Strict"));
    }

    private static Optional<Locale> asked(Request request) {
        String query = request.getHttpURI().getQuery();
        if (query == null) {
            return Optional.empty();
        }
        for (String field : query.split("&", 50)) {
            if (field.startsWith("lang=")) {
                return tag(field.substring("lang=".length()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Locale> cookie(Request request) {
        for (HttpCookie cookie : Request.getCookies(request)) {
            if (cookie.getName().equals(COOKIE)) {
                return tag(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    private static Optional<Locale> tag(String tag) {
        return switch (tag) {
            case "en" -> Optional.of(Texts.EN);
            case "zh-TW" -> Optional.of(Texts.ZH_TW);
            default -> Optional.empty();
        };
    }
}

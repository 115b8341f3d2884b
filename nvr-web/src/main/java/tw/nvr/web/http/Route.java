package tw.nvr.web.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One address of the console. Immutable.
 *
 * @param method GET (which answers HEAD too) or POST
 * @param pattern a path in which <code>{name}</code> stands for letters, digits, {@code .}, {@code _} and {@code -}, of which
 *     the first is no dot, for example <code>/live/{camera}</code>; what stood there is found among the parameters of the
 *     {@link Ask}, in place of a parameter of that name in the query
 * @param endpoint what answers
 */
public record Route(String method, String pattern, Endpoint endpoint) {
    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    /** A page or API call that is read. */
    public static Route get(String pattern, Page page) {
        return new Route("GET", pattern, Endpoint.of(page));
    }

    /** A form or API call that changes something. */
    public static Route post(String pattern, Page page) {
        return new Route("POST", pattern, Endpoint.of(page));
    }

    /** Something that writes its own answer, such as footage. */
    public static Route stream(String pattern, Endpoint endpoint) {
        return new Route("GET", pattern, endpoint);
    }

    /** The pattern ready to be used many times. */
    public Matching matching() {
        Matcher names = NAME.matcher(pattern);
        StringBuilder regex = new StringBuilder();
        Map<String, Integer> groups = new LinkedHashMap<>();
        int at = 0;
        while (names.find()) {
            regex.append(Pattern.quote(pattern.substring(at, names.start())));
            regex.append("([A-Za-z0-9_-][A-Za-z0-9._-]*)");
            groups.put(names.group(1), groups.size() + 1);
            at = names.end();
        }
        regex.append(Pattern.quote(pattern.substring(at)));
        return new Matching(this, Pattern.compile(regex.toString()), Map.copyOf(groups));
    }

    /** A route with its compiled pattern. Immutable. */
    public record Matching(Route route, Pattern regex, Map<String, Integer> groups) {
        /** What stood at the pattern's names; empty when the path is another. */
        public Optional<Map<String, String>> variables(String path) {
            Matcher m = regex.matcher(path);
            if (!m.matches()) {
                return Optional.empty();
            }
            Map<String, String> values = new LinkedHashMap<>();
            groups.forEach((name, group) -> values.put(name, m.group(group)));
            return Optional.of(values);
        }
    }
}

package tw.nvr.storage.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes JSON (RFC 8259) with the JDK alone. Objects are {@link Map} in order of appearance, arrays
 * {@link List}, numbers {@link Long} (fractions are refused: nothing on disk has any), strings {@link String}, and
 * {@code true}, {@code false}, {@code null}. Stateless. Reading is bounded in depth, so that no file can exhaust the
 * stack.
 */
public final class Json {
    private static final int DEEPEST = 16;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** Reads one object; empty when the text is anything else or not JSON. Never throws. */
    public static Optional<Map<String, Object>> object(String text) {
        Json json = new Json(text);
        try {
            json.space();
            Map<String, Object> map = json.map();
            json.space();
            return json.at == text.length() ? Optional.of(map) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** Writes a value made of the types named above (any {@link Number} as a whole number) without spaces. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder(256);
        write(out, value);
        return out.toString();
    }

    /** The string under a key; empty when missing or of another type. */
    public static Optional<String> string(Map<String, Object> map, String key) {
        return map.get(key) instanceof String s ? Optional.of(s) : Optional.empty();
    }

    /** The whole number under a key; empty when missing or of another type. */
    public static Optional<Long> number(Map<String, Object> map, String key) {
        return map.get(key) instanceof Long n ? Optional.of(n) : Optional.empty();
    }

    /** The strings of the array under a key; empty when missing; members of other types are left out. */
    public static List<String> strings(Map<String, Object> map, String key) {
        if (!(map.get(key) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** The object under a key; an empty one when missing or of another type. */
    public static Map<String, Object> child(Map<String, Object> map, String key) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (map.get(key) instanceof Map<?, ?> m) {
            m.forEach((k, v) -> out.put(String.valueOf(k), v));
        }
        return out;
    }

    private static void write(StringBuilder out, Object value) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Number n) {
            out.append(n.longValue());
        } else if (value instanceof Map<?, ?> map) {
            char before = '{';
            for (Map.Entry<?, ?> e : map.entrySet()) {
                out.append(before);
                quote(out, String.valueOf(e.getKey()));
                out.append(':');
                write(out, e.getValue());
                before = ',';
            }
            out.append(before == '{' ? "{}" : "}");
        } else if (value instanceof Iterable<?> list) {
            char before = '[';
            for (Object o : list) {
                out.append(before);
                write(out, o);
                before = ',';
            }
            out.append(before == '[' ? "[]" : "]");
        } else {
            quote(out, value.toString());
        }
    }

    private static void quote(StringBuilder out, String s) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private Object value() {
        space();
        return switch (peek()) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> map() {
        enter('{');
        Map<String, Object> out = new LinkedHashMap<>();
        space();
        if (peek() == '}') {
            return leave(out);
        }
        while (true) {
            space();
            String key = string();
            space();
            expect(':');
            if (out.containsKey(key)) {
                throw new Malformed();
            }
            out.put(key, value());
            space();
            if (peek() == '}') {
                return leave(out);
            }
            expect(',');
        }
    }

    private List<Object> list() {
        enter('[');
        List<Object> out = new ArrayList<>();
        space();
        if (peek() == ']') {
            return leave(out);
        }
        while (true) {
            out.add(value());
            space();
            if (peek() == ']') {
                return leave(out);
            }
            expect(',');
        }
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw new Malformed();
            }
            out.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw new Malformed();
        };
    }

    private int hex() {
        int digit = Character.digit(next(), 16);
        if (digit < 0) {
            throw new Malformed();
        }
        return digit;
    }

    private Long number() {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        try {
            return Long.parseLong(text, from, at, 10);
        } catch (NumberFormatException e) {
            throw new Malformed(e);
        }
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw new Malformed();
        }
        at += word.length();
        return meaning;
    }

    private void enter(char c) {
        expect(c);
        if (++depth > DEEPEST) {
            throw new Malformed();
        }
    }

    private <T> T leave(T out) {
        at++;
        depth--;
        return out;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw new Malformed();
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void expect(char c) {
        if (next() != c) {
            throw new Malformed();
        }
    }

    /** The text is not JSON; never leaves this class. */
    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super(null, null, false, false);
        }

        Malformed(Throwable cause) {
            super(null, cause, false, false);
        }
    }
}

package tw.nvr.daemon.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) into maps, lists, strings, longs, booleans and null: what the control socket speaks, so fractions
 * are not needed and refused. Nesting is bounded; the caller bounds the length. Not thread-safe; one per text.
 */
public final class JsonReader {
    private static final int DEEPEST = 16;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads one object and nothing after it.
     *
     * @throws IllegalArgumentException when the text is anything else, naming the place and not the content
     */
    public static Map<String, Object> object(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.space();
        if (reader.at != text.length()) {
            throw reader.fault("the end");
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw reader.fault("an object");
        }
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((k, v) -> out.put((String) k, v));
        return out;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw fault("less nesting");
        }
        space();
        char c = at < text.length() ? text.charAt(at) : 0;
        return switch (c) {
            case '{' -> map(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> out = new LinkedHashMap<>();
        at++;
        space();
        if (take('}')) {
            return out;
        }
        do {
            space();
            String key = string();
            space();
            if (!take(':')) {
                throw fault("a colon");
            }
            if (out.put(key, value(depth + 1)) != null) {
                throw fault("a key only once");
            }
            space();
        } while (take(','));
        if (!take('}')) {
            throw fault("a closing brace");
        }
        return out;
    }

    private List<Object> list(int depth) {
        List<Object> out = new ArrayList<>();
        at++;
        space();
        if (take(']')) {
            return out;
        }
        do {
            out.add(value(depth + 1));
            space();
        } while (take(','));
        if (!take(']')) {
            throw fault("a closing bracket");
        }
        return out;
    }

    private String string() {
        if (!take('"')) {
            throw fault("a string");
        }
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c < 0x20) {
                throw fault("no control character");
            }
            out.append(c == '\\' ? escape() : c);
        }
        throw fault("a closing quote");
    }

    private char escape() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> throw fault("an escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw fault("four hex digits");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Long number() {
        int start = at;
        take('-');
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - start < 19) {
            at++;
        }
        try {
            return Long.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw fault("a value");
        }
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw fault("a value");
        }
        at += word.length();
        return meaning;
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException fault(String wanted) {
        return new IllegalArgumentException("JSON: wanted " + wanted + " at character " + at);
    }
}

package tw.nvr.web.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Writes JSON (RFC 8259) as compactly as it goes. Also escapes what would end a script element or a line of JavaScript, so
 * that the text may stand in a page. Not thread-safe; one per answer.
 */
public final class Json {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(1024);
    private boolean comma;

    public Json object() {
        return open('{');
    }

    public Json endObject() {
        return close('}');
    }

    public Json array() {
        return open('[');
    }

    public Json endArray() {
        return close(']');
    }

    /** The name of the next value of an object. */
    public Json name(String name) {
        separate();
        quote(name);
        out.append(':');
        comma = false;
        return this;
    }

    public Json value(String text) {
        separate();
        quote(text);
        comma = true;
        return this;
    }

    public Json value(long number) {
        separate();
        out.append(number);
        comma = true;
        return this;
    }

    public Json value(boolean truth) {
        separate();
        out.append(truth);
        comma = true;
        return this;
    }

    /** A moment, in UTC, to the millisecond. */
    public Json value(Instant at) {
        return value(at.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private Json open(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    private Json close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> plain(text, i, c);
            }
        }
        out.append('"');
    }

    private void plain(String text, int i, char c) {
        boolean special = c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x7f || c == 0x2028 || c == 0x2029;
        if (special || isLoneSurrogate(text, i, c)) {
            out.append("\\u")
                    .append(HEX.charAt(c >> 12))
                    .append(HEX.charAt(c >> 8 & 15))
                    .append(HEX.charAt(c >> 4 & 15))
                    .append(HEX.charAt(c & 15));
        } else {
            out.append(c);
        }
    }

    private static boolean isLoneSurrogate(String text, int i, char c) {
        if (Character.isHighSurrogate(c)) {
            return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}

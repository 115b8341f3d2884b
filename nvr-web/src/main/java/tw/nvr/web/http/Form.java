package tw.nvr.web.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Reads {@code application/x-www-form-urlencoded} text, as queries and posted forms are, strictly: a bad percent sign, bytes
 * that are no UTF-8 and control characters other than line ends are refused. Stateless.
 */
public final class Form {
    /** More fields than any form of the console has. */
    public static final int MOST_FIELDS = 200;

    private Form() {}

    /**
     * Adds the fields to a map, in order.
     *
     * @param text may be null or empty
     * @throws tw.nvr.core.problem.ProblemException {@code request-malformed}
     */
    public static void read(String text, Map<String, List<String>> into) {
        if (text == null || text.isEmpty()) {
            return;
        }
        String[] fields = text.split("&", MOST_FIELDS + 1);
        if (fields.length > MOST_FIELDS) {
            throw malformed();
        }
        for (String field : fields) {
            if (field.isEmpty()) {
                continue;
            }
            int equals = field.indexOf('=');
            String name = equals < 0 ? field : field.substring(0, equals);
            String value = equals < 0 ? "" : field.substring(equals + 1);
            into.computeIfAbsent(decode(name), k -> new ArrayList<>(1)).add(decode(value));
        }
    }

    /** The fields of a text. */
    public static Map<String, List<String>> read(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        read(text, fields);
        return fields;
    }

    private static String decode(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()) {
                    throw malformed();
                }
                bytes.put((byte) (hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2))));
                i += 2;
            } else if (c > 0x7e || c < 0x20) {
                throw malformed();
            } else {
                bytes.put((byte) (c == '+' ? ' ' : c));
            }
        }
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (decoded.chars().anyMatch(c -> c < 0x20 && c != '\n' && c != '\r' && c != '\t' || c == 0x7f)) {
                throw malformed();
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw Problem.of(ProblemKind.USAGE, "request-malformed").exception(e);
        }
    }

    private static int hex(char c) {
        int value = Character.digit(c, 16);
        if (value < 0 || c > 'f') {
            throw malformed();
        }
        return value;
    }

    private static RuntimeException malformed() {
        return Problem.of(ProblemKind.USAGE, "request-malformed").exception();
    }
}

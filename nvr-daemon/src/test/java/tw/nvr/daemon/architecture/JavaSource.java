package tw.nvr.daemon.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java file taken apart into comments and string or character literals. Knows line and block comments, escapes and text
 * blocks; unicode escapes outside of literals do not occur here.
 *
 * @param comments with their marks
 * @param literals what stands between the quotes, escapes as written
 */
record JavaSource(Path file, List<String> comments, List<String> literals) {
    static JavaSource read(Path file) {
        return parse(file, Repository.text(file));
    }

    static JavaSource parse(Path file, String text) {
        List<String> comments = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end;
            if (text.startsWith("//", at)) {
                end = indexOr(text, "\n", at);
                comments.add(text.substring(at, end));
            } else if (text.startsWith("/*", at)) {
                end = Math.min(text.length(), indexOr(text, "*/", at + 2) + 2);
                comments.add(text.substring(at, end));
            } else if (text.startsWith("\"\"\"", at)) {
                end = closing(text, "\"\"\"", at + 3);
                literals.add(text.substring(at + 3, end - 3));
            } else if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
                end = closing(text, text.substring(at, at + 1), at + 1);
                literals.add(text.substring(at + 1, end - 1));
            } else {
                end = at + 1;
            }
            at = end;
        }
        return new JavaSource(file, comments, literals);
    }

    /** Behind the quote that closes a literal. */
    private static int closing(String text, String quote, int from) {
        int at = from;
        while (!text.startsWith(quote, at)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + quote.length();
    }

    private static int indexOr(String text, String what, int from) {
        int found = text.indexOf(what, from);
        return found < 0 ? text.length() : found;
    }
}

package tw.nvr.daemon.output;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text whose columns stand under each other on a terminal, where Chinese characters are two columns wide. Not
 * thread-safe.
 */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> head) {
        rows.add(List.copyOf(head));
    }

    /** Adds a row; control characters, which could repaint the terminal, are shown as a question mark. */
    public void row(List<String> cells) {
        rows.add(cells.stream().map(Table::harmless).toList());
    }

    /** The lines, two spaces between columns, none at the end. */
    public List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** Columns that a text takes on a terminal (UAX 11: wide and full-width characters take two, marks none). */
    public static int width(String text) {
        return text.codePoints().map(Table::columns).sum();
    }

    /** The text without characters that steer a terminal. */
    public static String harmless(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2066 ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            out.append(row.get(i));
            if (i < row.size() - 1) {
                out.append(" ".repeat(widths[i] - width(row.get(i)) + 2));
            }
        }
        return out.toString().stripTrailing();
    }

    private static int columns(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115f
                || c >= 0x2e80 && c <= 0x303e
                || c >= 0x3041 && c <= 0xa4cf
                || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe4f
                || c >= 0xff00 && c <= 0xff60
                || c >= 0xffe0 && c <= 0xffe6
                || c >= 0x1f300 && c <= 0x1faff
                || c >= 0x20000 && c <= 0x3fffd;
        return wide ? 2 : 1;
    }
}

package tw.nvr.web.media;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.web.http.Refusal;

/**
 * A part of a file (RFC 9110 section 14). Immutable.
 *
 * @param first offset of the first byte
 * @param length bytes, at least 1
 */
record ByteRange(long first, long length) {
    private static final Pattern ONE = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

    /**
     * What a Range header asks of a file.
     *
     * @param header empty when there is none
     * @param total bytes of the file
     * @return empty when all is asked for: no header, or a unit other than bytes (14.2)
     * @throws Refusal 416 for a range that is malformed, holds nothing of the file, or is one of several
     */
    static Optional<ByteRange> parse(Optional<String> header, long total) {
        if (header.isEmpty()) {
            return Optional.empty();
        }
        String text = header.get().strip();
        int equals = text.indexOf('=');
        if (equals >= 0
                && !text.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("bytes")) {
            return Optional.empty();
        }
        Matcher m = ONE.matcher(text.substring(equals + 1).strip());
        if (equals < 0 || !m.matches()) {
            throw unsatisfiable(total);
        }
        return Optional.of(of(m.group(1), m.group(2), total));
    }

    private static ByteRange of(String from, String to, long total) {
        if (from.isEmpty()) {
            long suffix = to.isEmpty() ? 0 : Math.min(Long.parseLong(to), total);
            if (suffix == 0) {
                throw unsatisfiable(total);
            }
            return new ByteRange(total - suffix, suffix);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? total - 1 : Math.min(Long.parseLong(to), total - 1);
        if (first > last) {
            throw unsatisfiable(total);
        }
        return new ByteRange(first, last - first + 1);
    }

    /** Offset of the first byte after it. */
    long end() {
        return first + length;
    }

    private static Refusal unsatisfiable(long total) {
        return new Refusal(
                416, Problem.of(ProblemKind.USAGE, "range-invalid"), Map.of("Content-Range", "bytes */" + total));
    }
}

package tw.nvr.daemon.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of bytes, written with its unit: {@code 512 MiB}. Immutable. */
public record Size(long bytes) implements Comparable<Size> {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})\\s*(B|KiB|MiB|GiB|TiB)");

    public static Size mebibytes(long count) {
        return new Size(count << 20);
    }

    /**
     * Reads an amount with its unit.
     *
     * @throws IllegalArgumentException when it is not written so
     */
    public static Size parse(String text) {
        Matcher m = SHAPE.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("not a size: " + text);
        }
        return new Size(Math.multiplyExact(Long.parseLong(m.group(1)), 1L << (10 * UNITS.indexOf(m.group(2)))));
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(bytes, other.bytes);
    }

    /** As {@link #parse} reads it, in the largest unit that needs no fraction. */
    @Override
    public String toString() {
        int unit = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.size() - 1);
        return (bytes >> (10 * unit)) + " " + UNITS.get(unit);
    }
}

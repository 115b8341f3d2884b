package tw.nvr.capture.rtsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The headers of a message in their order; names compare without case, and may come more than once. Immutable. */
public final class RtspHeaders {
    public static final RtspHeaders NONE = new RtspHeaders(List.of());

    /**
     * One header line.
     *
     * @param value without line breaks
     */
    public record Entry(String name, String value) {
        public Entry {
            if (hasBreak(name) || hasBreak(value)) {
                throw new IllegalArgumentException("line break in header " + name.strip());
            }
        }

        private static boolean hasBreak(String s) {
            return s.indexOf('\r') >= 0 || s.indexOf('\n') >= 0;
        }
    }

    private final List<Entry> entries;

    RtspHeaders(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    public List<Entry> entries() {
        return entries;
    }

    public Optional<String> first(String name) {
        return entries.stream()
                .filter(e -> e.name().equalsIgnoreCase(name))
                .map(Entry::value)
                .findFirst();
    }

    public List<String> all(String name) {
        return entries.stream()
                .filter(e -> e.name().equalsIgnoreCase(name))
                .map(Entry::value)
                .toList();
    }

    /** The same headers and one more. */
    public RtspHeaders with(String name, String value) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(new Entry(name, value));
        return new RtspHeaders(more);
    }

    /** A number of up to nine digits, with anything behind it left away; -1 when there is none. */
    public int number(String name) {
        String text = first(name).orElse("").strip();
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits == 0 || digits > 9 ? -1 : Integer.parseInt(text.substring(0, digits));
    }

    void write(StringBuilder out) {
        for (Entry e : entries) {
            out.append(e.name()).append(": ").append(e.value()).append("\r\n");
        }
    }
}

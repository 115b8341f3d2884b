package tw.nvr.core.footage;

import java.util.Locale;

/** Where a segment is in its life. */
public enum SegmentState {
    /** Being written. */
    OPEN,
    /** Whole, named, hashed, in the journal (invariant 1). */
    SEALED,
    /** Ordered to be destroyed; playback refuses it (invariant 4). */
    DOOMED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static SegmentState ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}

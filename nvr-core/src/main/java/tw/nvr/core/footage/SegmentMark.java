package tw.nvr.core.footage;

import java.util.Locale;

/** What must be known about a segment before it is relied upon. */
public enum SegmentMark {
    /** Cut back to its last whole fragment after the process ended (invariant 3). */
    RECOVERED,
    /** Only key frames are left. */
    THINNED,
    /** The clock was not trusted while it was recorded. */
    TIME_UNVERIFIED,
    /** A sync failed: what is on disk is not known (invariant 8). */
    SUSPECT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static SegmentMark ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

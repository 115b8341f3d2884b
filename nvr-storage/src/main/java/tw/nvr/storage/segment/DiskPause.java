package tw.nvr.storage.segment;

import tw.nvr.core.time.Ticker;

/** How long a camera's file is not tried again after the disk refused one: 1 s, doubled up to 8 s. For the disk thread. */
final class DiskPause {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 8_000_000_000L;

    private final Ticker ticker;
    private long nanos;
    private long untilNanos;

    DiskPause(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The disk has refused. */
    void begin() {
        nanos = nanos == 0 ? FIRST_NANOS : Math.min(LONGEST_NANOS, nanos * 2);
        untilNanos = ticker.nanos() + nanos;
    }

    /** The disk has taken a fragment. */
    void over() {
        nanos = 0;
    }

    boolean lasts() {
        return nanos > 0 && ticker.nanos() - untilNanos < 0;
    }
}

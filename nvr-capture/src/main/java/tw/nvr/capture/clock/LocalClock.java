package tw.nvr.capture.clock;

import java.time.Instant;

/**
 * The box's own wall clock as the capture thread sees it: read once a turn together with elapsed time, so that a clock
 * that was set shows. Used by the capture thread.
 */
public final class LocalClock {
    /** A step by more than this is the clock being set; less is followed by the stream clocks. */
    static final long STEP_MICROS = 2_000_000;

    private long offsetMicros;
    private long lastStepMicros;
    private boolean known;

    /**
     * Reads both clocks.
     *
     * @param tickerNanos elapsed time
     * @param wall the wall clock at the same moment
     * @return whether the wall clock was set by more than two seconds since the last time
     */
    public boolean read(long tickerNanos, Instant wall) {
        long offset = micros(wall) - tickerNanos / 1000;
        long step = known ? offset - offsetMicros : 0;
        offsetMicros = offset;
        known = true;
        if (Math.abs(step) <= STEP_MICROS) {
            return false;
        }
        lastStepMicros = step;
        return true;
    }

    /** UTC in microseconds since 1970 at a moment of elapsed time, as the wall clock was at the last reading. */
    public long utcMicros(long tickerNanos) {
        return offsetMicros + tickerNanos / 1000;
    }

    /** By how much the clock was set, milliseconds; positive when forward. */
    public long lastStepMillis() {
        return lastStepMicros / 1000;
    }

    /** Microseconds since 1970. */
    public static long micros(Instant t) {
        return t.getEpochSecond() * 1_000_000 + t.getNano() / 1000;
    }

    /** The inverse of {@link #micros}. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }
}

package tw.nvr.capture.run;

import java.util.Optional;
import tw.nvr.core.footage.GapCause;

/**
 * Whether a unit's timestamp can follow those before it in one run. Used by the capture thread.
 *
 * <p>Pictures come a little out of order where the stream has B-frames, and cameras round. What goes back further, leaps
 * more than ten seconds ahead or stands still is a clock that was set or a camera that has lost its mind: the run ends.
 */
final class TimestampCheck {
    private static final long LEAP = 10 * 90_000L;
    private static final long BACK = 9_000;
    private static final long BACK_REORDERED = 90_000;
    private static final int STANDING_STILL = 25;
    private static final long ABSURD = 1L << 56;
    private static final long CLOCK_LIMIT_MICROS = 2_000_000;

    private boolean any;
    private long last;
    private long most;
    private long lastArrival;
    private int standing;
    private long backLimit;

    /** A run begins. */
    void reset(int reorderDepth) {
        any = false;
        standing = 0;
        backLimit = reorderDepth > 0 ? BACK_REORDERED : BACK;
    }

    /** Whether it is a time at all. */
    static boolean plausible(long ticks) {
        return ticks > -ABSURD && ticks < ABSURD;
    }

    /**
     * Takes the next unit's time.
     *
     * @return why the run has to end before this unit; empty when all is well
     */
    Optional<GapCause> next(long ticks, long arrivalMicros) {
        if (!any) {
            any = true;
            most = ticks;
            remember(ticks, arrivalMicros);
            return Optional.empty();
        }
        standing = ticks == last ? standing + 1 : 0;
        boolean bad = ticks < most - backLimit || ticks > most + LEAP || standing >= STANDING_STILL;
        long media = (ticks - last) * 100 / 9;
        long local = arrivalMicros - lastArrival;
        most = Math.max(most, ticks);
        remember(ticks, arrivalMicros);
        if (!bad) {
            return Optional.empty();
        }
        boolean clock = standing >= STANDING_STILL || Math.abs(media - local) > CLOCK_LIMIT_MICROS;
        return Optional.of(clock ? GapCause.CLOCK : GapCause.STREAM_DAMAGED);
    }

    private void remember(long ticks, long arrivalMicros) {
        last = ticks;
        lastArrival = arrivalMicros;
    }
}

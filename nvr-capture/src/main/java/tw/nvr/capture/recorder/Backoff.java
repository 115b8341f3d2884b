package tw.nvr.capture.recorder;

import java.util.random.RandomGenerator;
import tw.nvr.core.footage.GapCause;

/**
 * How long to wait before a camera is tried again: doubling from the first to the last retry, up to a quarter more or less
 * so that cameras which failed together do not come back together. Used by the capture thread.
 */
final class Backoff {
    private static final double JITTER = 0.25;

    private final RecorderSettings.Patience patience;
    private final RandomGenerator random;
    private long nextNanos;

    Backoff(RecorderSettings.Patience patience, RandomGenerator random) {
        this.patience = patience;
        this.random = random;
        reset();
    }

    /** Starts from the first retry again. */
    void reset() {
        nextNanos = patience.firstRetry().toNanos();
    }

    /**
     * The wait after a failure.
     *
     * @return nanoseconds; after {@link GapCause#AUTH} never less than the time set for it, because cameras lock out who
     *     tries wrong passwords
     */
    long after(GapCause cause) {
        if (cause == GapCause.AUTH) {
            long wait = patience.authRetry().toNanos();
            return wait + (long) (wait * JITTER * random.nextDouble());
        }
        long wait = nextNanos;
        nextNanos = Math.min(2 * wait, patience.lastRetry().toNanos());
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Math.min((long) (wait * factor), patience.lastRetry().toNanos());
    }
}

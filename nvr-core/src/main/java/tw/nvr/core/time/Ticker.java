package tw.nvr.core.time;

/**
 * Elapsed time, for durations and timeouts; has nothing to do with the wall clock and never jumps. Thread-safe.
 * {@link java.time.InstantSource} is the other clock.
 */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since some fixed point of this boot. */
    long nanos();
}

package tw.nvr.core.time;

import java.time.Instant;
import java.util.Objects;

/**
 * What the box's clocks said at one moment, kept beside footage as evidence of its time. Immutable.
 *
 * @param wall the wall clock
 * @param monotonicNanos elapsed time of this boot, see {@link Ticker}
 * @param bootId the kernel's id of this boot ({@code /proc/sys/kernel/random/boot_id})
 * @param trusted whether the wall clock was synchronised to a time source, as far as the box can tell
 */
public record ClockReading(Instant wall, long monotonicNanos, String bootId, boolean trusted) {
    public ClockReading {
        Objects.requireNonNull(wall);
        Objects.requireNonNull(bootId);
    }

    /** Reads the box's clocks. Implemented by the composition root; thread-safe; cheap enough for the capture thread. */
    @FunctionalInterface
    public interface Source {
        ClockReading read();
    }
}

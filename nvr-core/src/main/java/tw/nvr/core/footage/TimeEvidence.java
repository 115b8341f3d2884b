package tw.nvr.core.footage;

import java.util.Objects;
import java.util.OptionalLong;
import tw.nvr.core.time.ClockReading;

/**
 * Why a segment's time is believed: kept beside it in journal and index. Immutable.
 *
 * @param clock what the box's clocks said when it was begun
 * @param claimedOffsetMillis what the camera's own clock (RTCP sender report) claimed less what we hold, by the last
 *     plausible report before it ended; empty when there was none. Never followed
 */
public record TimeEvidence(ClockReading clock, OptionalLong claimedOffsetMillis) {
    public TimeEvidence {
        Objects.requireNonNull(clock);
        Objects.requireNonNull(claimedOffsetMillis);
    }
}

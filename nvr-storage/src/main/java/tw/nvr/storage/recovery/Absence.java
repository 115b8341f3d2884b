package tw.nvr.storage.recovery;

import java.time.Instant;
import java.util.Optional;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.time.ClockReading;

/**
 * Why the recorder was away, and what that means for each camera (invariant 3). Immutable.
 *
 * @param cause {@code stopped} after a clean stop, {@code power} when the box has booted since, {@code crash} otherwise
 * @param lastAlive when the process is known to have been alive last; empty when nobody knows
 */
public record Absence(GapCause cause, Optional<Instant> lastAlive) {

    /**
     * Judges by what the last process left.
     *
     * @param lastBootId boot of the last segment, for a volume whose state file is missing
     */
    public static Optional<Absence> of(Optional<RecorderState> state, Optional<String> lastBootId, ClockReading now) {
        if (state.isPresent()) {
            RecorderState s = state.get();
            GapCause cause = s.clean() ? GapCause.STOPPED : unclean(s.bootId(), now);
            return Optional.of(new Absence(cause, Optional.of(s.at())));
        }
        return lastBootId.map(boot -> new Absence(unclean(boot, now), Optional.empty()));
    }

    private static GapCause unclean(String bootId, ClockReading now) {
        return bootId.equals(now.bootId()) ? GapCause.CRASH : GapCause.POWER;
    }
}

package tw.nvr.storage.segment;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.time.TimeRange;

/**
 * The books of one camera's missing time: from the end of its footage, why, until when. Decides what becomes a gap; writes
 * nothing. Owned by the disk thread.
 */
public final class GapKeeper {
    private final CameraId camera;
    private Instant footageEnd;
    private GapCause cause;
    private Instant since;
    private boolean evenIfShort;
    private Duration missed = Duration.ZERO;

    public GapKeeper(CameraId camera) {
        this.camera = camera;
    }

    /** Goes on where an earlier process left off. {@code null} stands for "none". */
    public void resume(Instant footageEnd, GapCause cause, Instant since) {
        this.footageEnd = footageEnd;
        this.cause = cause;
        this.since = since;
    }

    /**
     * Footage was written.
     *
     * @param unexplained cause of a hole in front of it that nobody has announced
     * @return the gap that ended with it; empty when there was none, or it was under two seconds and only counted
     */
    public Optional<Gap> footage(Instant start, Instant end, GapCause unexplained) {
        Optional<Gap> gap = Optional.empty();
        if (cause != null) {
            gap = gap(since, start, cause);
        } else if (footageEnd != null) {
            gap = gap(footageEnd, start, unexplained);
        }
        footageEnd = end;
        cause = null;
        since = null;
        evenIfShort = false;
        return gap;
    }

    /**
     * Nothing is being recorded from now on.
     *
     * @return the gap of another cause that this ends
     */
    public Optional<Gap> notRecording(GapCause why, Instant at) {
        if (cause == null) {
            cause = why;
            since = footageEnd != null ? footageEnd : at;
            return Optional.empty();
        }
        if (cause == why) {
            return Optional.empty();
        }
        // A cause that lasted less than a gap is not worth a line; the next one takes its time over.
        Optional<Gap> ended = isGap(since, at) ? gap(since, at, cause) : Optional.empty();
        ended.ifPresent(g -> since = at);
        cause = why;
        return ended;
    }

    /**
     * Footage that was counted as written turned out not to be on disk.
     *
     * @param end where it really ends
     */
    public void lost(Instant end, GapCause why) {
        if (footageEnd == null || end.isBefore(footageEnd)) {
            footageEnd = end;
        }
        if (cause == null) {
            cause = why;
        }
        if (since == null || end.isBefore(since)) {
            since = end;
        }
        evenIfShort = true;
    }

    /**
     * Recovery says where the footage in front of the present gap ends: earlier than thought where blocks were lost, later
     * where more was whole than was known to be.
     */
    public void endsAt(Instant end) {
        boolean gapFollowsFootage = since != null && since.equals(footageEnd);
        footageEnd = end;
        if (gapFollowsFootage) {
            since = end;
        }
    }

    /** The camera is to be recorded no longer: nothing is missing from then on. */
    public Optional<Gap> forget(Instant at) {
        Optional<Gap> gap = cause == null ? Optional.empty() : gap(since, at, cause);
        footageEnd = null;
        cause = null;
        since = null;
        return gap;
    }

    /** The gap that lasts now, up to {@code now}; empty while footage comes. */
    public Optional<Gap> ongoing(Instant now) {
        return cause == null
                ? Optional.empty()
                : Optional.of(new Gap(camera, new TimeRange(since, now.isBefore(since) ? since : now), cause, true));
    }

    /** End of the camera's footage; {@code null} when there is none. */
    public Instant footageEnd() {
        return footageEnd;
    }

    /** Cause of the gap that lasts now; {@code null} while footage comes. */
    public GapCause cause() {
        return cause;
    }

    /** Start of the gap that lasts now; {@code null} while footage comes. */
    public Instant since() {
        return since;
    }

    /** Missing time that was too short to be a gap, since the last call. */
    public Duration takeMissed() {
        Duration m = missed;
        missed = Duration.ZERO;
        return m;
    }

    private Optional<Gap> gap(Instant from, Instant to, GapCause why) {
        if (!from.isBefore(to)) {
            return Optional.empty();
        }
        if (!evenIfShort && !isGap(from, to)) {
            missed = missed.plus(Duration.between(from, to));
            return Optional.empty();
        }
        return Optional.of(new Gap(camera, new TimeRange(from, to), why, false));
    }

    private static boolean isGap(Instant from, Instant to) {
        return Duration.between(from, to).compareTo(Coverage.SHORTEST_GAP) >= 0;
    }
}

package tw.nvr.storage.segment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.Segment;
import tw.nvr.storage.index.Rows;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.recovery.RecorderState;

/** What is on record of one camera: its missing time, its journal, its rows, its count of runs. Owned by the disk thread. */
final class CameraBooks {
    private final CameraId camera;
    private final DiskContext context;
    private final GapKeeper gaps;
    private final CameraJournal journal;
    private long lastRun;
    private String closedDay;

    CameraBooks(CameraId camera, DiskContext context) {
        this.camera = camera;
        this.context = context;
        this.gaps = new GapKeeper(camera);
        this.journal = new CameraJournal(camera, context);
    }

    GapKeeper gaps() {
        return gaps;
    }

    CameraJournal journal() {
        return journal;
    }

    /** Numbers a run. */
    long nextRun() {
        context.stateChanged();
        return ++lastRun;
    }

    Optional<String> closedDay() {
        return Optional.ofNullable(closedDay);
    }

    void closedDay(String day) {
        closedDay = day;
    }

    /**
     * At start a camera goes on where the last process stopped; later this process knows better, but for the end of footage.
     *
     * @return whether it goes on from there
     */
    boolean resume(RecorderState.Memory m, boolean atStart) {
        lastRun = Math.max(lastRun, m.lastRun());
        boolean fresh = gaps.footageEnd() == null && gaps.cause() == null;
        if (atStart || fresh) {
            m.closedDay().ifPresent(this::closedDay);
            gaps.resume(
                    m.footageEnd().orElse(null),
                    m.cause().orElse(null),
                    m.since().orElse(null));
            return true;
        }
        return false;
    }

    /** Shows the gap that lasts now to whoever looks. */
    void showOngoing() {
        context.live().ongoing(gaps, camera);
    }

    /** The camera's time from then on is missing. */
    void missing(GapCause cause, Instant at) {
        gaps.notRecording(cause, at).ifPresent(this::ended);
        showOngoing();
        context.stateChanged();
    }

    /** A file was sealed: its journal line and its row are lined up. */
    void sealed(SegmentWriter w, Segment file) {
        Segment s = file.withEvidence(Optional.of(w.evidence()));
        long missed = gaps.takeMissed().toMillis();
        Map<String, Object> line = Entries.segment(s);
        if (missed > 0) {
            line.put("missedMillis", missed);
        }
        LiveSegment live = w.live();
        journal.append(w.name().day(), line, () -> {
            live.become(s);
            context.index().submit(c -> Rows.put(c, s), () -> context.live().remove(s.id()));
        });
    }

    /** Lines up a gap that has ended for the journal of the day on which it ended. */
    void ended(Gap gap) {
        context.live().ended(gap);
        Instant last = gap.range().end().minusNanos(1);
        String day = LocalDate.ofInstant(last, context.settings().zone()).toString();
        journal.append(
                day,
                Entries.gap(gap),
                () -> context.index()
                        .submit(c -> Rows.put(c, gap), () -> context.live().remove(gap)));
        context.stateChanged();
    }

    /** Recovery has found where the footage in front of the present gap really ends. */
    void footageEndsAt(Instant end) {
        if (gaps.footageEnd() != null && gaps.cause() != null) {
            gaps.endsAt(end);
            showOngoing();
        }
    }

    /** What must be known of this camera after a restart. */
    RecorderState.Memory memory() {
        return new RecorderState.Memory(
                lastRun,
                Optional.ofNullable(gaps.footageEnd()),
                Optional.ofNullable(gaps.cause()),
                Optional.ofNullable(gaps.since()),
                closedDay());
    }
}

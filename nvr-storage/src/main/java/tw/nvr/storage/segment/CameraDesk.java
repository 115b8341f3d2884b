package tw.nvr.storage.segment;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.Segment;
import tw.nvr.storage.index.Rows;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.mp4.StoredFragment;
import tw.nvr.storage.recovery.RecorderState;

/** All the disk thread keeps of one camera: its open segment, its books of missing time, its journal. Owned by that thread. */
final class CameraDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CameraDesk.class);
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 8_000_000_000L;

    private final CameraId camera;
    private final DiskContext context;
    private final Boundaries boundaries;
    private final GapKeeper gaps;
    private final CameraJournal journal;
    private SegmentWriter writer;
    private RunHandle run;
    private long lastRun;
    private long pauseNanos;
    private long retryAtNanos;
    private String closedDay;

    CameraDesk(CameraId camera, DiskContext context) {
        this.camera = camera;
        this.context = context;
        this.boundaries = new Boundaries(
                camera, context.settings().segmentLength(), context.settings().zone());
        this.gaps = new GapKeeper(camera);
        this.journal = new CameraJournal(camera, context);
    }

    CameraId camera() {
        return camera;
    }

    GapKeeper gaps() {
        return gaps;
    }

    long lastRun() {
        return lastRun;
    }

    void lastRunAtLeast(long n) {
        lastRun = Math.max(lastRun, n);
    }

    Optional<String> closedDay() {
        return Optional.ofNullable(closedDay);
    }

    void closedDay(String day) {
        closedDay = day;
    }

    /** Writes a fragment, or counts it as missing; the caller gives it back to the pool. */
    void write(RunHandle from, Fragment f) {
        run = from;
        if (context.refusal() != null) {
            missing(context.refusal(), f.start());
            return;
        }
        endSegmentBefore(from, f);
        if (writer == null && !begin(from, f)) {
            return;
        }
        try {
            Optional<StoredFragment> stored = writer.append(f);
            if (stored.isEmpty()) {
                LOG.warn(
                        "{}: a fragment of {} pictures does not fit its head",
                        camera,
                        f.video().count());
                missing(GapCause.STREAM_DAMAGED, f.start());
                seal(); // the next one must start with a key frame
                return;
            }
            pauseNanos = 0;
            GapCause unexplained = GapCause.STREAM_DAMAGED;
            gaps.footage(f.start(), f.end(), unexplained).ifPresent(this::ended);
            context.live().ongoing(gaps, camera);
            context.wrote();
            context.live().written(writer.live().segment(), stored.get().ref());
        } catch (IOException e) {
            failed(e, f.start());
        }
    }

    private void endSegmentBefore(RunHandle from, Fragment f) {
        if (writer == null) {
            return;
        }
        boolean otherRun = from.number() != writer.name().run();
        if (otherRun || f.startsWithKey() && boundaries.cut(writer.start(), f.start())) {
            seal();
        }
    }

    private boolean begin(RunHandle from, Fragment f) {
        if (context.ticker().nanos() - retryAtNanos < 0 && pauseNanos > 0) {
            missing(gaps.cause() == null ? GapCause.DISK : gaps.cause(), f.start());
            return false;
        }
        if (!f.startsWithKey()) {
            missing(gaps.cause() == null ? GapCause.STREAM_DAMAGED : gaps.cause(), f.start());
            return false;
        }
        if (!context.volumeIsThere()) {
            missing(GapCause.DISK, f.start());
            return false;
        }
        if (from.number() == 0) {
            from.number(++lastRun);
            context.stateChanged();
        }
        SegmentName name = SegmentName.of(
                camera, f.start(), from.number(), context.settings().zone());
        try {
            writer = SegmentWriter.open(
                    context.disk(),
                    context.root(),
                    name,
                    from.format(),
                    context.readings().read(),
                    f.start());
            context.live().open(writer.live());
            context.direct(writer.isDirect());
            return true;
        } catch (IOException e) {
            failed(e, f.start());
            return false;
        }
    }

    /** The camera's time from then on is missing. */
    void missing(GapCause cause, Instant at) {
        gaps.notRecording(cause, at).ifPresent(this::ended);
        context.live().ongoing(gaps, camera);
        context.stateChanged();
    }

    void forget(Instant at) {
        seal();
        gaps.forget(at).ifPresent(this::ended);
        context.live().ongoing(gaps, camera);
        context.stateChanged();
    }

    /** The run has ended: what it wrote is sealed. */
    void endRun(RunHandle ended, GapCause cause, Instant at) {
        if (writer != null && ended.number() == writer.name().run()) {
            seal();
        }
        if (run == ended) {
            run = null;
        }
        if (cause != null) {
            missing(cause, at);
        }
    }

    /** Brings the open segment to the disk. */
    void sync() {
        if (writer == null) {
            return;
        }
        try {
            writer.sync();
        } catch (IOException e) {
            suspect(e);
        }
    }

    /** Ends the open segment properly; does nothing when there is none. */
    void seal() {
        if (writer == null) {
            return;
        }
        SegmentWriter w = writer;
        writer = null;
        if (w.isEmpty()) {
            letGo(w);
            return;
        }
        try {
            sealed(w, w.seal());
        } catch (IOException e) {
            writer = w;
            suspect(e);
        }
    }

    private void sealed(SegmentWriter w, Segment s) {
        long missed = gaps.takeMissed().toMillis();
        Map<String, Object> line = Entries.segment(s, w.clock());
        if (missed > 0) {
            line.put("missedMillis", missed);
        }
        LiveSegment live = w.live();
        journal.append(w.name().day(), line, () -> {
            live.become(s);
            context.index().submit(c -> Rows.put(c, s), () -> context.live().remove(s.id()));
        });
    }

    /** Invariant 8: a sync has failed, so nobody knows what is on the disk; never tried again on this file. */
    private void suspect(IOException e) {
        SegmentWriter w = writer;
        writer = null;
        LOG.error(
                "a sync of {} failed; it is marked suspect and a new segment begins",
                w.name().path(),
                e);
        context.failed(e);
        gaps.lost(w.syncedEnd(), DiskErrors.cause(e));
        context.live().ongoing(gaps, camera);
        context.stateChanged();
        try {
            sealed(w, w.sealSuspect());
        } catch (IOException again) {
            LOG.error("{} could not even be renamed; recovery ends it", w.name().partPath(), again);
            context.live().remove(w.name().id());
            context.orphaned();
        }
        pause();
    }

    private void failed(IOException e, Instant at) {
        LOG.error("{}: the disk refuses: {}", camera, e.toString());
        context.failed(e);
        SegmentWriter w = writer;
        writer = null;
        if (w != null && !w.isEmpty()) {
            keepWhole(w);
        } else if (w != null) {
            letGo(w);
        } else {
            context.orphaned();
        }
        missing(DiskErrors.cause(e), at);
        pause();
    }

    private void keepWhole(SegmentWriter w) {
        try {
            w.cutBack();
        } catch (IOException e) {
            LOG.error("{} is left to recovery: {}", w.name().partPath(), e.toString());
            letGo(w);
            return;
        }
        writer = w;
        seal();
    }

    /** Leaves a file to recovery. */
    private void letGo(SegmentWriter w) {
        w.abandon();
        context.live().remove(w.name().id());
        context.orphaned();
    }

    private void pause() {
        pauseNanos = pauseNanos == 0 ? FIRST_PAUSE_NANOS : Math.min(LONGEST_PAUSE_NANOS, pauseNanos * 2);
        retryAtNanos = context.ticker().nanos() + pauseNanos;
    }

    /** The volume is gone: lets go of every file on it. */
    void detach(Instant at) {
        if (writer != null) {
            gaps.lost(writer.syncedEnd(), GapCause.DISK);
            context.live().remove(writer.name().id());
            writer.abandon();
            writer = null;
        }
        journal.forget();
        if (run != null || gaps.cause() == null) {
            missing(GapCause.DISK, at);
        }
        context.live().ongoing(gaps, camera);
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

    /** Writes the journal lines that wait. */
    void flush() {
        journal.flush();
    }

    /** The disk is too full: ends what is open while there is still room for it. */
    void stopForSpace() {
        boolean recording = writer != null;
        Instant at = recording ? writer.end() : gaps.footageEnd();
        seal();
        if (recording) {
            missing(GapCause.SPACE, at);
        }
    }

    /** Recovery has found where the footage on disk really ends. */
    void footageEndsAt(Instant end) {
        if (writer == null && gaps.footageEnd() != null && gaps.cause() != null) {
            gaps.endsAt(end);
            context.live().ongoing(gaps, camera);
        }
    }

    /** A clean stop: a gap that lasts ends here with a line, and the time until the next start is {@code stopped}. */
    void stop(Instant at) {
        seal();
        if (gaps.cause() != null || gaps.footageEnd() != null) {
            missing(GapCause.STOPPED, at);
        }
        flush();
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

    /** Whether something of that day may still be written. */
    boolean isBusyWith(String day) {
        boolean open = writer != null && writer.name().day().compareTo(day) <= 0;
        return open || journal.isBusyWith(day);
    }

    /** Whether that file is being written now, or its journal line is lined up. */
    boolean isTaken(SegmentName name) {
        return writer != null && writer.name().equals(name) || journal.isWaitingFor(name.file());
    }

    /** Somebody else has written to the journals: they must be read again. */
    void forgetJournals() {
        journal.forget();
    }
}

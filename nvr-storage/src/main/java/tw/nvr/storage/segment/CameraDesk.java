package tw.nvr.storage.segment;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.GapCause;
import tw.nvr.storage.mp4.StoredFragment;

/** All the disk thread keeps of one camera: its open segment, its books of missing time, its journal. Owned by that thread. */
final class CameraDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CameraDesk.class);

    private final CameraId camera;
    private final DiskContext context;
    private final Boundaries boundaries;
    private final CameraBooks books;
    private final GapKeeper gaps;
    private final DiskPause pause;
    private SegmentWriter writer;
    private RunHandle run;

    CameraDesk(CameraId camera, DiskContext context) {
        this.camera = camera;
        this.context = context;
        this.boundaries = new Boundaries(
                camera, context.settings().segmentLength(), context.settings().zone());
        this.books = new CameraBooks(camera, context);
        this.gaps = books.gaps();
        this.pause = new DiskPause(context.ticker());
    }

    CameraId camera() {
        return camera;
    }

    CameraBooks books() {
        return books;
    }

    /** Writes a fragment, or counts it as missing; the caller gives it back to the pool. */
    void write(RunHandle from, Fragment f) {
        run = from;
        if (context.refusal() != null) {
            books.missing(context.refusal(), f.start());
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
                books.missing(GapCause.STREAM_DAMAGED, f.start());
                seal(); // the next one must start with a key frame
                return;
            }
            pause.over();
            GapCause unexplained = GapCause.STREAM_DAMAGED;
            gaps.footage(f.start(), f.end(), unexplained).ifPresent(books::ended);
            books.showOngoing();
            context.wrote();
            context.live().written(writer.live(), camera, stored.get().ref());
        } catch (IOException e) {
            failed(e, f.start());
        }
    }

    private void endSegmentBefore(RunHandle from, Fragment f) {
        if (writer == null) {
            return;
        }
        boolean otherRun = from.number() != writer.name().run();
        // Footage wins over a gap that claims the same time: a segment that spanned a hole would hide it.
        boolean hole = !f.start().isBefore(writer.end().plus(Coverage.SHORTEST_GAP));
        if (otherRun || f.startsWithKey() && (hole || boundaries.cut(writer.start(), f.start()))) {
            seal();
        }
    }

    private boolean begin(RunHandle from, Fragment f) {
        if (pause.lasts()) {
            books.missing(gaps.cause() == null ? GapCause.DISK : gaps.cause(), f.start());
            return false;
        }
        if (!f.startsWithKey()) {
            books.missing(gaps.cause() == null ? GapCause.STREAM_DAMAGED : gaps.cause(), f.start());
            return false;
        }
        if (!context.volumeIsThere()) {
            books.missing(GapCause.DISK, f.start());
            return false;
        }
        if (from.number() == 0) {
            from.number(books.nextRun());
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
                    f.start(),
                    context.hashPiece());
            context.live().open(writer.live());
            context.direct(writer.isDirect());
            return true;
        } catch (IOException e) {
            failed(e, f.start());
            return false;
        }
    }

    void forget(Instant at) {
        seal();
        gaps.forget(at).ifPresent(books::ended);
        books.showOngoing();
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
            books.missing(cause, at);
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
            books.sealed(w, w.seal());
        } catch (IOException e) {
            writer = w;
            suspect(e);
        }
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
        books.showOngoing();
        context.stateChanged();
        try {
            books.sealed(w, w.sealSuspect());
        } catch (IOException again) {
            LOG.error("{} could not even be renamed; recovery ends it", w.name().partPath(), again);
            context.live().remove(w.name().id());
            context.orphaned();
        }
        pause.begin();
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
        books.missing(DiskErrors.cause(e), at);
        pause.begin();
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

    /** The volume is gone: lets go of every file on it. */
    void detach(Instant at) {
        if (writer != null) {
            gaps.lost(writer.syncedEnd(), GapCause.DISK);
            context.live().remove(writer.name().id());
            writer.abandon();
            writer = null;
        }
        books.journal().forget();
        if (run != null || gaps.cause() == null) {
            books.missing(GapCause.DISK, at);
        }
        books.showOngoing();
    }

    /** The disk is too full: ends what is open while there is still room for it. */
    void stopForSpace() {
        boolean recording = writer != null;
        Instant at = recording ? writer.end() : gaps.footageEnd();
        seal();
        if (recording) {
            books.missing(GapCause.SPACE, at);
        }
    }

    /** Recovery has found where the footage on disk really ends. */
    void footageEndsAt(Instant end) {
        if (writer == null) {
            books.footageEndsAt(end);
        }
    }

    /** A clean stop: a gap that lasts ends here with a line, and the time until the next start is {@code stopped}. */
    void stop(Instant at) {
        seal();
        if (gaps.cause() != null || gaps.footageEnd() != null) {
            books.missing(GapCause.STOPPED, at);
        }
        books.journal().flush();
    }

    /** Whether something of that day may still be written. */
    boolean isBusyWith(String day) {
        boolean open = writer != null && writer.name().day().compareTo(day) <= 0;
        return open || books.journal().isBusyWith(day);
    }

    /** Whether that file is being written now, or its journal line is lined up. */
    boolean isTaken(SegmentName name) {
        return writer != null && writer.name().equals(name) || books.journal().isWaitingFor(name.file());
    }
}

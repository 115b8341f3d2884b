package tw.nvr.storage.segment;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.storage.FootageSettings;
import tw.nvr.storage.recovery.RecorderState;

/**
 * Watches the volume for the disk thread: whether it is there, whether it has room, what failed writes left on it; and
 * keeps what must outlive the process. Used by the disk thread, before its start by the one that starts it.
 */
final class VolumeWatch {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeWatch.class);
    private static final long SECOND = 1_000_000_000L;

    /** How often a volume that is away, or files that could not be ended, are tried again. */
    private static final long RETRY = 3 * SECOND;

    private static final long HEARTBEAT = 10 * SECOND;

    /** Less free space than this is a full disk even without a reserve. */
    private static final long FULL_BYTES = 1L << 20;

    private final FootageSettings settings;
    private final InstantSource wall;
    private final ClockReading.Source readings;
    private final Ticker ticker;
    private final DiskFiles disk;
    private final VolumeGate gate;
    private final DiskQueue queue;
    private final DiskState state;
    private final Desks desks;
    private long nextHeartbeat;
    private long nextRetry;

    VolumeWatch(
            FootageSettings settings,
            InstantSource wall,
            ClockReading.Source readings,
            Ticker ticker,
            DiskFiles disk,
            VolumeGate gate,
            DiskQueue queue,
            DiskState state,
            Desks desks) {
        this.settings = settings;
        this.wall = wall;
        this.readings = readings;
        this.ticker = ticker;
        this.disk = disk;
        this.gate = gate;
        this.queue = queue;
        this.state = state;
        this.desks = desks;
        this.nextHeartbeat = ticker.nanos();
        this.nextRetry = nextHeartbeat;
    }

    /** Looks at the volume; about once a second. */
    void tick(long now) {
        watchVolume();
        if (!gate.isOpen()) {
            return;
        }
        watchSpace();
        if (state.hasOrphans() && queue.refusal() == null && now - nextRetry >= 0) {
            nextRetry = now + RETRY;
            recoverOrphans();
        }
    }

    /** Keeps what must outlive the process, when it has changed or is old. */
    void saveWhenDue(long now) {
        if (state.isChanged() || now - nextHeartbeat >= 0) {
            save(false);
        }
    }

    private void watchVolume() {
        if (gate.isOpen() && !gate.isPresent()) {
            LOG.error("the volume {} is gone; nothing is recorded until it is back", settings.root());
            detach();
        }
        long now = ticker.nanos();
        if (!gate.isOpen() && now - nextRetry >= 0) {
            nextRetry = now + RETRY;
            attach(false);
        }
    }

    private void detach() {
        refuse(GapCause.DISK, Problem.of(ProblemKind.UNAVAILABLE, "volume-missing", settings.root()));
        Instant at = wall.instant();
        desks.all().forEach(d -> d.detach(at));
        gate.close();
    }

    /**
     * Opens the volume, if it is there.
     *
     * @throws ProblemException at start only: {@code volume-in-use}
     */
    void attach(boolean atStart) {
        try {
            Map<CameraId, RecorderState.Memory> memories = gate.open(this::isTaken, atStart);
            memories.forEach((camera, m) -> remember(desks.of(camera), m, atStart));
            queue.refusal(null);
            state.well();
            watchSpace();
            save(false);
            LOG.info("footage goes to {}", settings.root());
        } catch (ProblemException e) {
            if (atStart && e.problem().kind() != ProblemKind.UNAVAILABLE) {
                throw e;
            }
            state.problem(e.problem());
        } catch (IOException e) {
            LOG.error("{} cannot be opened: {}", settings.root(), e.toString());
            state.problem(Problem.of(
                    ProblemKind.UNAVAILABLE, "disk-failing", settings.root(), String.valueOf(e.getMessage())));
            gate.close();
        }
    }

    private static void remember(CameraDesk desk, RecorderState.Memory m, boolean atStart) {
        if (!desk.books().resume(m, atStart)) {
            m.footageEnd().ifPresent(desk::footageEndsAt);
        }
        desk.books().showOngoing();
    }

    private void watchSpace() {
        long free = disk.usableBytes(settings.root());
        long floor = Math.max(FULL_BYTES, settings.reserveBytes());
        boolean full = queue.refusal() == GapCause.SPACE;
        if (!full && queue.refusal() == null && free < floor) {
            LOG.error("{}: only {} bytes are free; recording stops", settings.root(), free);
            refuse(GapCause.SPACE, Problem.of(ProblemKind.UNAVAILABLE, "disk-full", settings.root(), free, floor));
            desks.all().forEach(CameraDesk::stopForSpace);
        } else if (full && free >= floor + floor / 8) {
            LOG.info("{}: {} bytes are free again; recording goes on", settings.root(), free);
            queue.refusal(null);
            state.well();
        }
    }

    private void refuse(GapCause cause, Problem why) {
        queue.refusal(cause);
        state.problem(why);
    }

    private void recoverOrphans() {
        try {
            Map<CameraId, Instant> ends = gate.recoverOrphans(this::isTaken);
            state.orphansEnded();
            desks.all().forEach(d -> d.books().journal().forget());
            ends.forEach((camera, end) -> desks.of(camera).footageEndsAt(end));
        } catch (IOException | ProblemException e) {
            LOG.error("files left by failed writes cannot be ended yet: {}", e.toString());
            desks.all().forEach(d -> d.books().journal().forget());
        }
    }

    private boolean isTaken(SegmentName name) {
        CameraDesk desk = desks.find(name.camera());
        return desk != null && desk.isTaken(name);
    }

    private void save(boolean clean) {
        Map<CameraId, RecorderState.Memory> memories = new ConcurrentSkipListMap<>();
        desks.all().forEach(d -> memories.put(d.camera(), d.books().memory()));
        try {
            gate.save(new RecorderState(readings.read().bootId(), wall.instant(), clean, memories));
        } catch (IOException e) {
            LOG.error("the recorder's state cannot be kept; tried again with the next heartbeat: {}", e.toString());
            state.failed(e);
        }
        state.saved();
        nextHeartbeat = ticker.nanos() + HEARTBEAT;
    }

    /** The clean stop: seals everything and lets go of the volume. */
    void finish() {
        if (gate.isOpen() && !gate.isPresent()) {
            detach();
        }
        if (gate.isOpen()) {
            Instant at = wall.instant();
            for (CameraDesk d : desks.all()) {
                d.stop(at);
            }
            save(true);
        }
        gate.close();
    }
}

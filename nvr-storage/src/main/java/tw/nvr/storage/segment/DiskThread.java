package tw.nvr.storage.segment;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.storage.FootageSettings;
import tw.nvr.storage.index.IndexThread;
import tw.nvr.storage.recovery.RecorderState;

/**
 * The thread {@code disk-<volume>}: writes the fragments of all cameras in order of arrival, syncs every second, watches
 * the volume, and never ends because a disk fails. The {@link FootageSink} side belongs to the capture thread.
 */
public final class DiskThread implements FootageSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskThread.class);
    private static final long SECOND = 1_000_000_000L;
    private static final long POLL_MILLIS = 100;

    /** How often a volume that is away, or files that could not be ended, are tried again. */
    private static final long RETRY = 3 * SECOND;

    private static final long HEARTBEAT = 10 * SECOND;

    /** Less free space than this is a full disk even without a reserve. */
    private static final long FULL_BYTES = 1L << 20;

    private final FootageSettings settings;
    private final InstantSource wall;
    private final ClockReading.Source readings;
    private final DiskState state;
    private final Ticker ticker;
    private final DiskFiles disk;
    private final LiveFootage live;
    private final VolumeGate gate;
    private final DiskQueue queue;
    private final Map<CameraId, CameraDesk> desks = new ConcurrentSkipListMap<>();
    private final Map<CameraId, AtomicLong> ticks = new ConcurrentHashMap<>();
    private final Thread thread;
    private final DayEnds dayEnds = new DayEnds();

    private long nextTick;
    private long nextSync;
    private long nextHeartbeat;
    private long nextRetry;
    private volatile boolean stopping;
    private volatile long progressNanos;

    /** What opens and closes the volume for this thread. */
    public interface VolumeGate {
        /**
         * Opens the volume, recovers what lies on it and hands the cameras' memories to the desks.
         *
         * @param taken files that this thread still writes or has lined up for the journal
         * @param atStart whether this is the first time in this process
         * @throws ProblemException why it cannot be opened now
         */
        Map<CameraId, RecorderState.Memory> open(Predicate<SegmentName> taken, boolean atStart) throws IOException;

        /** Whether the volume that was opened is still there; quick. */
        boolean isPresent();

        /** Lets go of every file on the volume. */
        void close();

        boolean isOpen();

        IndexThread index();

        /** Ends the files that were left by failed writes; answers where each camera's footage ends then. */
        Map<CameraId, Instant> recoverOrphans(Predicate<SegmentName> taken) throws IOException;

        void save(RecorderState state) throws IOException;
    }

    /** Told of the end of a camera's day: hash of the last line of its journal. */
    @FunctionalInterface
    public interface DayListener {
        void dayClosed(CameraId camera, LocalDate day, String lastHash);
    }

    public DiskThread(
            FootageSettings settings,
            InstantSource wall,
            ClockReading.Source readings,
            Ticker ticker,
            DiskFiles disk,
            LiveFootage live,
            VolumeGate gate) {
        this.settings = settings;
        this.wall = wall;
        this.readings = readings;
        this.ticker = ticker;
        this.disk = disk;
        this.live = live;
        this.gate = gate;
        FragmentPool pool = new FragmentPool(settings.poolBytes());
        // A quarter stays for what capture is filling, so that it always has room to go on with.
        this.queue = new DiskQueue(pool, settings.poolBytes() / 4 * 3);
        this.queue.refusal(GapCause.DISK);
        this.state = new DiskState(settings, wall, readings, ticker, disk, live, gate, queue);
        this.nextTick = ticker.nanos();
        this.nextSync = nextTick;
        this.nextHeartbeat = nextTick;
        this.nextRetry = nextTick;
        this.progressNanos = ticker.nanos();
        this.thread = new Thread(this::run, "disk-" + settings.root().getFileName());
    }

    /**
     * Opens the volume on the calling thread, if it is there, and starts.
     *
     * @throws ProblemException {@code volume-in-use}: two recorders on one volume are a mistake, not a disk to wait for
     */
    public void start() {
        attach(true);
        thread.start();
    }

    @Override
    public FragmentPool pool() {
        return queue.pool();
    }

    @Override
    public RunSink openRun(CameraId camera, StreamFormat format) {
        AtomicLong waiting = ticks.computeIfAbsent(camera, c -> new AtomicLong());
        return new RunHandle(queue, desk(camera), waiting, format);
    }

    @Override
    public void notRecording(CameraId camera, GapCause cause, Instant at) {
        CameraDesk desk = desk(camera);
        queue.put(() -> desk.missing(cause, at));
    }

    @Override
    public void forget(CameraId camera, Instant at) {
        CameraDesk desk = desk(camera);
        queue.put(() -> desk.forget(at));
    }

    private CameraDesk desk(CameraId camera) {
        return desks.computeIfAbsent(camera, c -> new CameraDesk(c, state));
    }

    private void run() {
        while (!stopping || !queue.isEmpty()) {
            try {
                Runnable word = queue.take(stopping ? 0 : POLL_MILLIS);
                if (word != null) {
                    word.run();
                }
                tick();
            } catch (InterruptedException e) {
                LOG.warn("the disk thread was interrupted; it goes on until it is stopped");
            } catch (RuntimeException e) {
                LOG.error("the disk thread goes on after a fault of the program", e);
                state.problem(Problem.of(ProblemKind.INTERNAL, "disk-thread-fault", e.toString()));
            }
            progressNanos = ticker.nanos();
        }
        try {
            finish();
        } catch (RuntimeException e) {
            LOG.error("the clean stop failed; the next start recovers", e);
        }
    }

    private void tick() {
        long now = ticker.nanos();
        if (now - nextSync >= 0 && gate.isOpen()) {
            syncAll(now);
        }
        if (now - nextTick < 0) {
            return;
        }
        nextTick = now + SECOND;
        watchVolume();
        if (!gate.isOpen()) {
            return;
        }
        watchSpace();
        if (state.hasOrphans() && queue.refusal() == null && now - nextRetry >= 0) {
            nextRetry = now + RETRY;
            recoverOrphans();
        }
        desks.values().forEach(CameraDesk::flush);
        dayEnds.check(wall.instant(), settings.zone(), desks.values(), settings.root(), state::stateChanged);
        if (state.isChanged() || now - nextHeartbeat >= 0) {
            save(false);
        }
    }

    private void syncAll(long from) {
        desks.values().forEach(CameraDesk::sync);
        long took = ticker.nanos() - from;
        // Syncing may take a quarter of the disk's time; a slow disk is asked every two seconds at most.
        nextSync = from + Math.max(SECOND, Math.min(2 * SECOND, took * 4));
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
        desks.values().forEach(d -> d.detach(at));
        gate.close();
    }

    private void attach(boolean atStart) {
        try {
            Map<CameraId, RecorderState.Memory> memories = gate.open(this::isTaken, atStart);
            memories.forEach((camera, m) -> remember(desk(camera), m, atStart));
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

    /** At start a camera goes on where the last process stopped; later this process knows better, but for the end of footage. */
    private void remember(CameraDesk desk, RecorderState.Memory m, boolean atStart) {
        desk.lastRunAtLeast(m.lastRun());
        boolean fresh = desk.gaps().footageEnd() == null && desk.gaps().cause() == null;
        if (atStart || fresh) {
            m.closedDay().ifPresent(desk::closedDay);
            desk.gaps()
                    .resume(
                            m.footageEnd().orElse(null),
                            m.cause().orElse(null),
                            m.since().orElse(null));
        } else {
            m.footageEnd().ifPresent(desk::footageEndsAt);
        }
        live.ongoing(desk.gaps(), desk.camera());
    }

    private void watchSpace() {
        long free = disk.usableBytes(settings.root());
        long floor = Math.max(FULL_BYTES, settings.reserveBytes());
        boolean full = queue.refusal() == GapCause.SPACE;
        if (!full && queue.refusal() == null && free < floor) {
            LOG.error("{}: only {} bytes are free; recording stops", settings.root(), free);
            refuse(GapCause.SPACE, Problem.of(ProblemKind.UNAVAILABLE, "disk-full", settings.root(), free, floor));
            desks.values().forEach(CameraDesk::stopForSpace);
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
            desks.values().forEach(CameraDesk::forgetJournals);
            ends.forEach((camera, end) -> desk(camera).footageEndsAt(end));
        } catch (IOException | ProblemException e) {
            LOG.error("files left by failed writes cannot be ended yet: {}", e.toString());
            desks.values().forEach(CameraDesk::forgetJournals);
        }
    }

    private boolean isTaken(SegmentName name) {
        CameraDesk desk = desks.get(name.camera());
        return desk != null && desk.isTaken(name);
    }

    private void save(boolean clean) {
        Map<CameraId, RecorderState.Memory> memories = new ConcurrentSkipListMap<>();
        desks.values().forEach(d -> memories.put(d.camera(), d.memory()));
        try {
            gate.save(new RecorderState(readings.read().bootId(), wall.instant(), clean, memories));
        } catch (IOException e) {
            LOG.error("the recorder's state cannot be kept; tried again with the next heartbeat: {}", e.toString());
            state.failed(e);
        }
        state.saved();
        nextHeartbeat = ticker.nanos() + HEARTBEAT;
    }

    private void finish() {
        if (gate.isOpen() && !gate.isPresent()) {
            detach();
        }
        if (gate.isOpen()) {
            Instant at = wall.instant();
            for (CameraDesk d : desks.values()) {
                d.stop(at);
            }
            save(true);
        }
        gate.close();
    }

    /** Seals everything, marks the stop as clean, lets go of the volume. Waits for the disk. */
    @Override
    public void close() {
        stopping = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // what is open must be sealed first
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls back on the disk thread for every finished day of a camera, also those that ended while nobody listened. */
    public void onDayClosed(DayListener listener) {
        queue.put(() -> dayEnds.listener(listener));
    }

    /** When it last finished what it was given, or had nothing to do; {@link Ticker} nanoseconds. */
    public long progressNanos() {
        return progressNanos;
    }

    public long queuedBytes() {
        return queue.bytes();
    }

    public long dropped() {
        return queue.dropped();
    }

    public Optional<Instant> lastWrite() {
        return state.lastWrite();
    }

    public Optional<Problem> problem() {
        return state.problem();
    }

    public boolean writable() {
        return queue.refusal() == null;
    }

    public boolean isDirect() {
        return state.isDirect();
    }
}

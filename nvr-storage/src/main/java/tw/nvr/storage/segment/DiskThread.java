package tw.nvr.storage.segment;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.storage.FootageSettings;

/**
 * The thread {@code disk-<volume>}: writes the fragments of all cameras in order of arrival, syncs every second, watches
 * the volume, and never ends because a disk fails. The {@link FootageSink} side belongs to the capture thread.
 */
public final class DiskThread implements FootageSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskThread.class);
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_WAIT_MILLIS = 1000;

    /** How long memory must have been of no use until it is given back. */
    private static final long TRIM = 10 * SECOND;

    private final FootageSettings settings;
    private final InstantSource wall;
    private final DiskState state;
    private final Ticker ticker;
    private final VolumeGate gate;
    private final DiskQueue queue;
    private final Desks desks;
    private final VolumeWatch watch;
    private final Thread thread;
    private final DayEnds dayEnds = new DayEnds();

    private long nextTick;
    private long nextSync;
    private long nextTrim;
    private volatile boolean stopping;
    private volatile long progressNanos;

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
        this.ticker = ticker;
        this.gate = gate;
        this.queue = new DiskQueue(new FragmentPool(settings.poolBytes(), ReturnedMemory.best()));
        this.queue.refusal(GapCause.DISK);
        this.state = new DiskState(settings, wall, readings, ticker, disk, live, gate, queue);
        this.desks = new Desks(state);
        this.watch = new VolumeWatch(settings, wall, readings, ticker, disk, gate, queue, state, desks);
        this.nextTick = ticker.nanos();
        this.nextSync = nextTick;
        this.nextTrim = nextTick;
        this.progressNanos = ticker.nanos();
        this.thread = new Thread(this::run, "disk-" + settings.root().getFileName());
    }

    /**
     * Opens the volume on the calling thread, if it is there, and starts.
     *
     * @throws ProblemException {@code volume-in-use}: two recorders on one volume are a mistake, not a disk to wait for
     */
    public void start() {
        watch.attach(true);
        thread.start();
    }

    @Override
    public FragmentPool pool() {
        return queue.pool();
    }

    @Override
    public RunSink openRun(CameraId camera, StreamFormat format) {
        return new RunHandle(queue, desks.of(camera), queue.share(camera), format);
    }

    @Override
    public void notRecording(CameraId camera, GapCause cause, Instant at) {
        CameraDesk desk = desks.of(camera);
        queue.put(() -> desk.books().missing(cause, at));
    }

    @Override
    public void forget(CameraId camera, Instant at) {
        CameraDesk desk = desks.of(camera);
        queue.put(() -> desk.forget(at));
    }

    private void run() {
        while (!stopping || !queue.isEmpty()) {
            try {
                Runnable word = queue.take(stopping ? 0 : millisToNextDuty());
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
            watch.finish();
        } catch (RuntimeException e) {
            LOG.error("the clean stop failed; the next start recovers", e);
        }
    }

    /** It sleeps until a fragment comes or a sync is due: waking up is what waiting costs. */
    private long millisToNextDuty() {
        long next = gate.isOpen() && nextSync - nextTick < 0 ? nextSync : nextTick;
        return Math.max(0, Math.min(LONGEST_WAIT_MILLIS, (next - ticker.nanos()) / 1_000_000 + 1));
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
        if (now - nextTrim >= 0) {
            nextTrim = now + TRIM;
            queue.pool().trim();
            queue.warnWhenShort();
        }
        watch.tick(now);
        if (!gate.isOpen()) {
            return;
        }
        desks.all().forEach(d -> d.books().journal().flush());
        dayEnds.check(wall.instant(), settings.zone(), desks.all(), settings.root(), state::stateChanged);
        watch.saveWhenDue(now);
    }

    private void syncAll(long from) {
        desks.all().forEach(CameraDesk::sync);
        long took = ticker.nanos() - from;
        // Syncing may take a quarter of the disk's time; a slow disk is asked every two seconds at most.
        nextSync = from + Math.max(SECOND, Math.min(2 * SECOND, took * 4));
    }

    /** Seals everything, marks the stop as clean, lets go of the volume. Waits for the disk. */
    @Override
    public void close() {
        stopping = true;
        queue.put(() -> {}); // it may be asleep
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

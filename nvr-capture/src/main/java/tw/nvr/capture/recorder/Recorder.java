package tw.nvr.capture.recorder;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.time.Ticker;

/**
 * Records every enabled camera of the register into the footage sink, from {@link #start} to {@link #close}. Owns the
 * threads {@code capture} and {@code connect-1} to {@code connect-4}. Thread-safe.
 */
public final class Recorder implements CameraStatus.Board, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final long STOP_MILLIS = 5_000;

    private final CameraRegister cameras;
    private final CaptureLoop loop;
    private final SourceFactory sources;
    private final ConnectThreads connect;
    private final Thread thread;

    /**
     * Prepares; nothing runs before {@link #start}.
     *
     * @param wall for what is told to people and to the sink
     * @param ticker for everything that is waited for
     * @param watched the cameras that somebody watches live now; thread-safe and quick
     */
    public Recorder(
            RecorderSettings settings,
            CameraRegister cameras,
            FootageSink sink,
            InstantSource wall,
            Ticker ticker,
            Supplier<Set<CameraId>> watched) {
        this(
                settings,
                cameras,
                sink,
                wall,
                ticker,
                watched,
                new CameraSources(settings.markers(), cameras, wall, ticker));
    }

    /** With other sources than cameras. */
    Recorder(
            RecorderSettings settings,
            CameraRegister cameras,
            FootageSink sink,
            InstantSource wall,
            Ticker ticker,
            Supplier<Set<CameraId>> watched,
            SourceFactory sources) {
        this.cameras = cameras;
        this.sources = sources;
        this.connect = new ConnectThreads(settings.connectThreads());
        Surroundings around = new Surroundings(settings.patience(), sink, wall, ticker, sources, connect);
        this.loop = new CaptureLoop(settings, around, watched);
        this.thread = new Thread(loop, "capture");
    }

    /** Starts to record; returns at once. */
    public void start() {
        cameras.onChange(this::reload);
        cameras.onSecretChange(loop::connectAnew);
        reload();
        thread.start();
    }

    /** Reads the register on the thread that changed it, so that the capture thread never waits for a database. */
    private synchronized void reload() {
        List<Camera> now = cameras.cameras();
        loop.roster(now);
    }

    /** One status per registered camera, by id. */
    @Override
    public List<CameraStatus> statuses() {
        return loop.statuses();
    }

    @Override
    public Optional<CameraStatus> status(CameraId id) {
        return loop.status(id);
    }

    /** When the capture loop last began a turn, by the ticker; for the watchdog. 0 before the first. */
    public long lastLoopNanos() {
        return loop.lastTurnNanos();
    }

    /**
     * Cameras whose usable pictures arrive while nothing of them was accepted for 20 s, though the disk refused nothing:
     * a fault of the program.
     */
    public List<CameraId> starving() {
        return loop.starving();
    }

    /** Ends all runs as stopped by a person, hangs up, and ends the threads. Waits up to five seconds for that. */
    @Override
    public void close() {
        connect.close();
        loop.stop();
        joinCapture();
        sources.close();
    }

    private void joinCapture() {
        try {
            thread.join(STOP_MILLIS);
            if (thread.isAlive()) {
                LOG.error("the capture thread did not end within {} ms", STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.warn("interrupted while waiting for the capture thread");
            Thread.currentThread().interrupt();
        }
    }
}

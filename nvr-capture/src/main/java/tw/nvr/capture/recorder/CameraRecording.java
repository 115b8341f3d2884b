package tw.nvr.capture.recorder;

import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.client.AuthMemory;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.GapCause;

/**
 * One camera's owner: connects, records, waits and tries again, for as long as the camera is registered. Everything but
 * {@link #status} and {@link #starvedNanos} is for the capture thread.
 *
 * <pre>
 *             enabled              open()                  failure
 *   OFF ───────────────▶ RESTING ─────────▶ CONNECTING ──▶ PLAYING ──▶ RESTING (with back-off)
 *    ▲                      ▲                    │ failure
 *    └── disabled           └────────────────────┘
 * </pre>
 */
final class CameraRecording {
    private static final Logger LOG = LoggerFactory.getLogger(CameraRecording.class);

    private enum Phase {
        OFF,
        RESTING,
        CONNECTING,
        PLAYING
    }

    private final Surroundings around;
    private final Runnable wake;
    private final StatusKeeper keeper;
    private final Backoff backoff;

    private volatile Camera camera;
    private AuthMemory memory = new AuthMemory();
    private Phase phase = Phase.RESTING;
    private boolean ffmpegNeeded;
    private long retryAt;
    private long connections;
    private long damagedBefore;
    private int failures;
    private Attempt attempt;
    private volatile Playing playing;

    /** @param firstAttempt when to connect for the first time, ticker nanoseconds */
    CameraRecording(Camera camera, Surroundings around, Runnable wake, long firstAttempt) {
        this.camera = camera;
        this.around = around;
        this.wake = wake;
        this.retryAt = firstAttempt;
        this.backoff = new Backoff(around.patience(), new Random(camera.id().hashCode() ^ firstAttempt));
        this.keeper = StatusKeeper.first(camera, around.wall());
        if (!camera.enabled()) {
            switchOff();
        }
    }

    Camera camera() {
        return camera;
    }

    CameraStatus status() {
        return keeper.status();
    }

    /** For how long usable pictures have arrived while none was accepted, though none was refused either. Any thread. */
    long starvedNanos(long now) {
        Playing p = playing;
        return p == null ? 0 : p.starvedNanos(now);
    }

    /**
     * Does what there is to do; never waits.
     *
     * @param now ticker nanoseconds
     * @param utcMicros the wall clock at the same moment
     * @param watched whether somebody watches the camera live
     */
    void turn(long now, long utcMicros, boolean watched) {
        switch (phase) {
            case OFF -> {}
            case RESTING -> {
                if (now - retryAt >= 0) {
                    connect();
                }
            }
            case CONNECTING -> lookAtAttempt(now);
            case PLAYING -> read(now, utcMicros, watched);
        }
    }

    /** Whether it loses something when it has its turn only every poll. */
    boolean hasty() {
        Playing p = playing;
        return p != null && p.hasty();
    }

    private SourceFactory.Reader reader() {
        boolean ffmpeg = camera.source() == CameraSource.FFMPEG || camera.source() == CameraSource.AUTO && ffmpegNeeded;
        return ffmpeg ? SourceFactory.Reader.FFMPEG : SourceFactory.Reader.RTSP;
    }

    private void connect() {
        Camera asRegistered = camera;
        AuthMemory remembered = memory;
        SourceFactory.Reader reader = reader();
        attempt = new Attempt(() -> around.sources().source(asRegistered, reader, remembered), wake);
        phase = Phase.CONNECTING;
        around.connect().submit(attempt, failures);
    }

    private void lookAtAttempt(long now) {
        switch (attempt.state()) {
            case UNDER_WAY, ABANDONED -> {}
            case OPEN -> {
                playing = new Playing(camera.id(), around, attempt.source(), keeper, damagedBefore, now);
                attempt = null;
                phase = Phase.PLAYING;
                keeper.reader(Optional.of(playing.reader()), connections++);
                LOG.info("camera {}: connected, read by {}", camera.id(), playing.reader());
            }
            case FAILED -> {
                SourceException failure = attempt.failure();
                attempt = null;
                failed(failure, now);
            }
        }
    }

    private void read(long now, long utcMicros, boolean watched) {
        try {
            playing.read(now, utcMicros, watched);
        } catch (SourceException e) {
            failed(e, now);
            return;
        }
        if (playing.acceptedForNanos(now) >= around.patience().steady().toNanos()) {
            backoff.reset();
            failures = 0;
        }
    }

    private void failed(SourceException failure, long now) {
        hangUp(failure.gapCause());
        phase = Phase.RESTING;
        // ffmpeg would not check the camera's certificate: an address that asks for TLS stays with our own reader.
        boolean mayChange =
                camera.source() == CameraSource.AUTO && !camera.address().tls();
        if (failure.otherReader() && mayChange && !ffmpegNeeded) {
            ffmpegNeeded = true;
            retryAt = now;
            LOG.info("camera {}: {}; ffmpeg reads it from now on", camera.id(), failure.getMessage());
            return;
        }
        around.sink()
                .notRecording(camera.id(), failure.gapCause(), around.wall().instant());
        keeper.state(stateOf(failure.gapCause()), Optional.of(failure.problem()));
        long pause = backoff.after(failure.gapCause());
        retryAt = now + pause;
        // A camera that is away for days is told of less and less often.
        if (Integer.bitCount(++failures) == 1) {
            LOG.warn(
                    "camera {}: {}, trying again in {} ms{}; attempt {}",
                    camera.id(),
                    failure.gapCause().wireName(),
                    pause / 1_000_000,
                    technical(failure),
                    failures);
        }
    }

    private static String technical(SourceException failure) {
        return " (" + failure.problem().key() + (failure.getCause() == null ? "" : ", " + failure.getCause()) + ")";
    }

    private static CameraState stateOf(GapCause cause) {
        return switch (cause) {
            case CAMERA_UNREACHABLE -> CameraState.UNREACHABLE;
            case AUTH -> CameraState.AUTH_FAILED;
            case STREAM_STALLED -> CameraState.STALLED;
            case DISK, SPACE -> CameraState.NOT_STORED;
            case PLANNED, STOPPED -> CameraState.DISABLED;
            case STREAM_DAMAGED, CRASH, POWER, CLOCK, UNKNOWN -> CameraState.UNUSABLE;
        };
    }

    /** Ends what there is of a connection or an attempt. */
    private void hangUp(GapCause cause) {
        if (attempt != null) {
            attempt.abandon();
            attempt = null;
        }
        Playing p = playing;
        playing = null;
        if (p != null) {
            damagedBefore = p.damagedUnits();
            try {
                p.end(cause);
            } finally {
                keeper.reader(Optional.empty(), Math.max(0, connections - 1));
            }
        }
    }

    /** Its handler threw what nobody expected: begins anew. */
    void broken(Throwable fault, long now) {
        try {
            failed(Attempt.internal(fault), now);
        } finally {
            phase = Phase.RESTING;
            retryAt = Math.max(retryAt, now + around.patience().firstRetry().toNanos());
        }
    }

    /** The camera's record may have changed. */
    void change(Camera newer, long now) {
        Camera old = camera;
        camera = newer;
        if (!sameConnection(old, newer)) {
            begin(phase == Phase.OFF, now);
        }
    }

    /** What the camera is signed in with, or known by, has changed. */
    void connectAnew(long now) {
        if (phase != Phase.OFF) {
            begin(false, now);
        }
    }

    private void begin(boolean wasOff, long now) {
        Camera newer = camera;
        memory = new AuthMemory();
        ffmpegNeeded = false;
        failures = 0;
        backoff.reset();
        if (!newer.enabled()) {
            switchOff();
            return;
        }
        hangUp(GapCause.STOPPED);
        phase = Phase.RESTING;
        retryAt = now;
        keeper.state(CameraState.CONNECTING, Optional.empty());
        LOG.info("camera {}: {}", newer.id(), wasOff ? "switched on" : "its record changed; connecting again");
    }

    private static boolean sameConnection(Camera a, Camera b) {
        return a.address().equals(b.address())
                && a.user().equals(b.user())
                && a.source() == b.source()
                && a.transport() == b.transport()
                && a.basicAllowed() == b.basicAllowed()
                && a.audio() == b.audio()
                && a.enabled() == b.enabled();
    }

    private void switchOff() {
        hangUp(GapCause.STOPPED);
        phase = Phase.OFF;
        around.sink().notRecording(camera.id(), GapCause.STOPPED, around.wall().instant());
        keeper.state(CameraState.DISABLED, Optional.empty());
        LOG.info("camera {}: switched off", camera.id());
    }

    /** The camera is no longer registered. */
    void forget() {
        hangUp(GapCause.STOPPED);
        phase = Phase.OFF;
        around.sink().forget(camera.id(), around.wall().instant());
        LOG.info("camera {}: removed", camera.id());
    }

    /** The recorder is being stopped. */
    void stop() {
        hangUp(GapCause.STOPPED);
        phase = Phase.OFF;
    }

    /** This machine's wall clock was set: the run ends, the connection stays. */
    void clockWasSet() {
        Playing p = playing;
        if (p != null) {
            p.clockWasSet();
        }
    }
}

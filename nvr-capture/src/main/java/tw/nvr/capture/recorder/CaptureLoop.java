package tw.nvr.capture.recorder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.clock.LocalClock;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraStatus;

/**
 * The thread {@code capture}: reads all cameras, one after the other, every poll interval. It is woken by nothing but
 * time, a changed register, and a connection that was made; never by a packet, because waking up is what reading costs.
 */
final class CaptureLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureLoop.class);
    private static final Duration STARVED = Duration.ofSeconds(20);

    private final Surroundings around;
    private final long pollNanos;
    private final long watchedPollNanos;
    private final Supplier<Set<CameraId>> watched;
    private final LocalClock clock = new LocalClock();
    private final Map<CameraId, CameraRecording> recordings = new ConcurrentSkipListMap<>();
    private final List<CameraRecording> turns = new ArrayList<>();

    private final Queue<CameraId> anew = new ConcurrentLinkedQueue<>();

    private volatile List<Camera> wanted = List.of();
    private volatile Thread runner;
    private volatile boolean stopping;
    private volatile long lastTurnNanos;
    private List<Camera> applied = List.of();
    private boolean started;
    private long nextPlainPoll;

    CaptureLoop(RecorderSettings settings, Surroundings around, Supplier<Set<CameraId>> watched) {
        this.around = around;
        this.pollNanos = settings.poll().toNanos();
        this.watchedPollNanos = Math.min(settings.watchedPoll().toNanos(), pollNanos);
        this.watched = watched;
    }

    @Override
    public void run() {
        runner = Thread.currentThread();
        while (!stopping) {
            long now = around.ticker().nanos();
            lastTurnNanos = now;
            long pause;
            try {
                pause = turn(now);
            } catch (RuntimeException | Error e) {
                LOG.error("a turn of the capture loop failed; going on", e);
                pause = pollNanos;
            }
            LockSupport.parkNanos(
                    this, Math.max(0, now + pause - around.ticker().nanos()));
        }
        for (CameraRecording recording : turns) {
            guarded(recording, recording::stop);
        }
    }

    /** One turn over all cameras; says how long to wait before the next, in nanoseconds from the start of this one. */
    private long turn(long now) {
        if (clock.read(now, around.wall().instant())) {
            LOG.warn("the wall clock of this machine was set by {} ms", clock.lastStepMillis());
            for (CameraRecording recording : turns) {
                guarded(recording, recording::clockWasSet);
            }
        }
        if (applied != wanted || !started) {
            apply(wanted, now);
        }
        for (CameraId id = anew.poll(); id != null; id = anew.poll()) {
            CameraRecording recording = recordings.get(id);
            if (recording != null) {
                guarded(recording, () -> recording.connectAnew(now));
            }
        }
        Set<CameraId> live = watched.get();
        boolean plain = now - nextPlainPoll >= 0;
        if (plain) {
            nextPlainPoll = now + pollNanos - watchedPollNanos / 2;
        }
        long utcMicros = clock.utcMicros(now);
        boolean anyOften = false;
        for (int i = 0; i < turns.size(); i++) {
            CameraRecording recording = turns.get(i);
            boolean isLive = !live.isEmpty() && live.contains(recording.camera().id());
            boolean often = isLive || recording.hasty();
            anyOften |= often;
            if (plain || often) {
                guardedTurn(recording, now, utcMicros, isLive);
            }
        }
        return anyOften ? watchedPollNanos : pollNanos;
    }

    private void guardedTurn(CameraRecording recording, long now, long utcMicros, boolean watched) {
        try {
            recording.turn(now, utcMicros, watched);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "camera {}: reading it failed in an unexpected way; connecting again",
                    recording.camera().id(),
                    e);
            guarded(recording, () -> recording.broken(e, now));
        }
    }

    /** One camera's fault never reaches another. */
    private static void guarded(CameraRecording recording, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("camera {}: its handler failed", recording.camera().id(), e);
        }
    }

    private void apply(List<Camera> cameras, long now) {
        Set<CameraId> present = new HashSet<>();
        int added = 0;
        for (Camera camera : cameras) {
            present.add(camera.id());
            CameraRecording known = recordings.get(camera.id());
            if (known == null) {
                long delay = around.patience().stagger().toNanos() * added++;
                recordings.put(camera.id(), new CameraRecording(camera, around, this::wake, now + delay));
            } else {
                guarded(known, () -> known.change(camera, now));
            }
        }
        recordings.values().removeIf(recording -> {
            boolean gone = !present.contains(recording.camera().id());
            if (gone) {
                guarded(recording, recording::forget);
            }
            return gone;
        });
        turns.clear();
        turns.addAll(recordings.values());
        applied = cameras;
        started = true;
    }

    /** The cameras as registered from now on. Any thread. */
    void roster(List<Camera> cameras) {
        wanted = cameras.stream().sorted(Comparator.comparing(Camera::id)).toList();
        wake();
    }

    /** A camera's password or trusted certificate has changed. Any thread. */
    void connectAnew(CameraId id) {
        anew.add(id);
        wake();
    }

    private void wake() {
        Thread thread = runner;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the loop after its present turn. Any thread. */
    void stop() {
        stopping = true;
        wake();
    }

    long lastTurnNanos() {
        return lastTurnNanos;
    }

    List<CameraStatus> statuses() {
        return wanted.stream().map(this::status).toList();
    }

    Optional<CameraStatus> status(CameraId id) {
        return wanted.stream().filter(c -> c.id().equals(id)).findFirst().map(this::status);
    }

    /** A camera that was registered a moment ago has a status too. */
    private CameraStatus status(Camera camera) {
        CameraRecording recording = recordings.get(camera.id());
        return recording != null
                ? recording.status()
                : StatusKeeper.first(camera, around.wall()).status();
    }

    List<CameraId> starving() {
        long now = around.ticker().nanos();
        return recordings.values().stream()
                .filter(r -> r.starvedNanos(now) >= STARVED.toNanos())
                .map(r -> r.camera().id())
                .toList();
    }
}

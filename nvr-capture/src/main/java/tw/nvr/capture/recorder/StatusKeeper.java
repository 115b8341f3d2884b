package tw.nvr.capture.recorder;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.problem.Problem;

/** Keeps one camera's status: changed by the capture thread, read by any. */
final class StatusKeeper {
    private final InstantSource wall;
    private volatile CameraStatus status;

    /** What a camera does before anything was done for it. */
    static StatusKeeper first(Camera camera, InstantSource wall) {
        return new StatusKeeper(camera.id(), camera.enabled() ? CameraState.CONNECTING : CameraState.DISABLED, wall);
    }

    private StatusKeeper(CameraId camera, CameraState first, InstantSource wall) {
        this.wall = wall;
        this.status = new CameraStatus(
                camera,
                first,
                wall.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty());
    }

    CameraStatus status() {
        return status;
    }

    /** The camera does something else now, or the same for another reason. */
    void state(CameraState state, Optional<Problem> problem) {
        CameraStatus s = status;
        if (s.state() == state && s.problem().equals(problem)) {
            return;
        }
        Instant since = s.state() == state ? s.since() : wall.instant();
        status = new CameraStatus(
                s.camera(),
                state,
                since,
                s.lastFrame(),
                problem,
                s.reader(),
                s.codec(),
                s.reconnects(),
                s.damagedUnits(),
                s.clockOffsetMillis());
    }

    /** Which reader is in use; empty when none is. */
    void reader(Optional<String> reader, long reconnects) {
        CameraStatus s = status;
        status = new CameraStatus(
                s.camera(),
                s.state(),
                s.since(),
                s.lastFrame(),
                s.problem(),
                reader,
                s.codec(),
                reconnects,
                s.damagedUnits(),
                s.clockOffsetMillis());
    }

    /** What was learned from the stream. */
    void stream(Optional<Instant> lastFrame, Optional<String> codec, long damagedUnits, Optional<Long> clockOffset) {
        CameraStatus s = status;
        status = new CameraStatus(
                s.camera(),
                s.state(),
                s.since(),
                lastFrame.isPresent() ? lastFrame : s.lastFrame(),
                s.problem(),
                s.reader(),
                codec.isPresent() ? codec : s.codec(),
                s.reconnects(),
                damagedUnits,
                clockOffset);
    }
}

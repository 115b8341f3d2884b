package tw.nvr.core.camera;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tw.nvr.core.problem.Problem;

/**
 * What a camera is doing right now. Immutable.
 *
 * @param camera which
 * @param state what it is doing
 * @param since since when it has been doing that
 * @param lastFrame when its latest picture was taken; empty before the first
 * @param problem what is wrong, in words for people; empty while all is well
 * @param reader {@code rtsp} or {@code ffmpeg}, the reader in use; empty while there is none
 * @param codec for example {@code H.264 1920×1080 + AAC}; empty before the first connection
 * @param reconnects connections made again since the process started
 * @param damagedUnits access units that arrived incomplete since the process started
 * @param clockOffsetMillis what the camera's clock claims less our own; empty when it claims nothing plausible
 */
public record CameraStatus(
        CameraId camera,
        CameraState state,
        Instant since,
        Optional<Instant> lastFrame,
        Optional<Problem> problem,
        Optional<String> reader,
        Optional<String> codec,
        long reconnects,
        long damagedUnits,
        Optional<Long> clockOffsetMillis) {

    /** Read by the console, the command line and health. Thread-safe; never waits. */
    public interface Board {
        /** One status per registered camera, by id. */
        List<CameraStatus> statuses();

        default Optional<CameraStatus> status(CameraId id) {
            return statuses().stream().filter(s -> s.camera().equals(id)).findFirst();
        }
    }
}

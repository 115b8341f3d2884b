package tw.nvr.daemon.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.health.HealthStatus;

/** Looks at the cameras. Stateless. */
final class CameraChecks {
    private static final Duration CONNECTING_PATIENCE = Duration.ofSeconds(30);

    private CameraChecks() {}

    /** At every registered camera of a running recorder. */
    static void look(Looked looked, List<Camera> cameras, CameraStatus.Board board, Instant now, boolean demo) {
        registered(looked, cameras, demo);
        for (Camera camera : cameras) {
            Optional<CameraStatus> status = board.status(camera.id());
            String name = "camera." + camera.id();
            if (status.isEmpty()) {
                looked.wrong(name, HealthStatus.UNKNOWN, "camera", "unknown", camera.name());
            } else {
                look(looked, name, camera, status.get(), now);
            }
        }
    }

    /** At what can be said of cameras without a recorder. */
    static void registered(Looked looked, List<Camera> cameras, boolean demo) {
        if (cameras.isEmpty()) {
            looked.wrong("cameras", HealthStatus.WARNING, "cameras", "none");
        }
        for (Camera camera : cameras) {
            if (!demo && camera.enabled() && isLoopback(camera.address())) {
                String name = "camera." + camera.id() + ".address";
                looked.wrong(
                        name,
                        HealthStatus.CRITICAL,
                        "loopback",
                        "figure",
                        camera.name(),
                        camera.address(),
                        camera.id());
            }
        }
    }

    private static void look(Looked looked, String name, Camera camera, CameraStatus status, Instant now) {
        long seconds = Math.max(0, Duration.between(status.since(), now).toSeconds());
        if (status.state() == CameraState.RECORDING || status.state() == CameraState.DISABLED) {
            looked.well(
                    name,
                    "camera",
                    status.state().wireName(),
                    camera.name(),
                    status.codec().orElse(""));
        } else if (status.state() == CameraState.CONNECTING) {
            if (seconds < CONNECTING_PATIENCE.toSeconds()) {
                looked.well(name, "camera", "connecting", camera.name(), "");
            } else {
                looked.wrong(name, HealthStatus.WARNING, "camera", "still-connecting", camera.name(), seconds);
            }
        } else if (status.problem().isPresent()) {
            looked.wrong(name, HealthStatus.CRITICAL, "camera", status.problem().get());
        } else {
            looked.wrong(name, HealthStatus.CRITICAL, "camera", "not-recording", camera.name(), seconds);
        }
    }

    /** Whether it is on the box itself, judged by what is written, without asking a name server. */
    static boolean isLoopback(StreamAddress address) {
        String host = address.host().toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1")
                || host.startsWith("::ffff:127.")
                || host.equals("0.0.0.0")
                || host.equals("::");
    }
}

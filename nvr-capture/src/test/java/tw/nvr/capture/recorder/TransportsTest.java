package tw.nvr.capture.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.simulated.Certificates;
import tw.nvr.capture.simulated.Certificates.Identity;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraState;

/** What was recorded is what was sent, whichever way it came. */
@Tag("rtsp")
@Tag("realtime")
class TransportsTest {
    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(folder, Duration.ofSeconds(3));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void over_tls_everything_sent_is_recorded_and_the_certificate_is_remembered() throws Exception {
        Identity itself = identity();
        SimulatedCamera camera = bench.camera(Bench.simulated().tls(itself));
        bench.record(camera);
        bench.untilPictures(60);

        bench.assertRecordedAsSent(
                bench.kept.runs(Bench.GATE).get(0), camera.streams().get(0));
        assertThat(bench.cameras.certificate(Bench.GATE))
                .contains(CameraCertificate.of(itself.certificate().getEncoded()));
    }

    @Test
    void a_camera_with_another_certificate_is_recorded_again_once_a_person_trusts_it() throws Exception {
        SimulatedCamera camera = Bench.simulated().tls(identity()).start();
        bench.record(camera);
        bench.untilPictures(10);
        int port = camera.address().port();
        camera.close();
        bench.camera(Bench.simulated().tls(identity()).port(port));
        bench.untilState(CameraState.AUTH_FAILED);
        assertThat(bench.status().problem().orElseThrow().key()).isEqualTo("camera-certificate-changed");
        int before = pictures();

        bench.cameras.trust(Bench.GATE, Optional.empty(), Actor.osUser("alice"));

        bench.untilPictures(before + 20);
        assertThat(bench.status().state()).isEqualTo(CameraState.RECORDING);
    }

    private int pictures() {
        return bench.kept.runs(Bench.GATE).stream()
                .mapToInt(r -> r.video().size())
                .sum();
    }

    private static Identity identity() {
        return Certificates.selfSigned(
                "camera", InetAddress.getLoopbackAddress(), Instant.parse("2026-11-21T00:00:00Z"));
    }
}

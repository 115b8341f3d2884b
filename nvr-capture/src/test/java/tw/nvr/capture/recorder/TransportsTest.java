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
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.run.KeptFootage;
import tw.nvr.capture.simulated.Certificates;
import tw.nvr.capture.simulated.Certificates.Identity;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraTransport;

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

    @Test
    void over_udp_everything_sent_is_recorded_with_its_sound() throws Exception {
        SimulatedCamera camera = bench.camera(Bench.simulated().tone(ClipFormat.Codec.AAC));
        record(camera, CameraTransport.UDP);
        bench.untilPictures(60);

        KeptFootage.Run run = bench.kept.runs(Bench.GATE).get(0);
        bench.assertRecordedAsSent(run, camera.streams().get(0));
        assertThat(run.audio()).hasSizeGreaterThan(20);
        assertThat(bench.status().damagedUnits()).isZero();
    }

    @Test
    void a_camera_that_only_sends_udp_is_recorded_over_udp_without_being_told() throws Exception {
        SimulatedCamera.Builder builder = Bench.simulated();
        builder.misbehaviour().udpOnly(true);
        SimulatedCamera camera = bench.camera(builder);
        bench.record(camera);
        bench.untilPictures(20);

        bench.assertRecordedAsSent(
                bench.kept.runs(Bench.GATE).get(0), camera.streams().get(0));
        assertThat(bench.status().reader()).contains("rtsp");
    }

    @Test
    void datagrams_that_overtake_each_other_or_come_twice_are_put_right() throws Exception {
        SimulatedCamera.Builder builder =
                Bench.simulated().bitsPerSecond(2_000_000).picture(640, 360);
        builder.misbehaviour().reorderRate(0.3).duplicateRate(0.2);
        SimulatedCamera camera = bench.camera(builder);
        record(camera, CameraTransport.UDP);
        bench.untilPictures(60);

        bench.assertRecordedAsSent(
                bench.kept.runs(Bench.GATE).get(0), camera.streams().get(0));
        assertThat(bench.status().damagedUnits()).isZero();
    }

    @Test
    void datagrams_that_are_lost_are_noticed_and_their_pictures_counted_as_damaged() throws Exception {
        SimulatedCamera.Builder builder =
                Bench.simulated().bitsPerSecond(2_000_000).picture(640, 360);
        builder.misbehaviour().dropRate(0.02);
        SimulatedCamera camera = bench.camera(builder);
        record(camera, CameraTransport.UDP);
        bench.until(
                "packets were lost",
                () -> !camera.streams().isEmpty() && camera.streams().get(0).droppedPackets() > 5);

        bench.until("damage is counted", () -> bench.status().damagedUnits() > 0);
        bench.untilPictures(pictures() + 40);
        assertThat(bench.kept.runs(Bench.GATE)).hasSize(1);
        assertThat(bench.status().state()).isEqualTo(CameraState.RECORDING);
    }

    @Test
    void through_http_everything_sent_is_recorded_and_the_session_is_kept_alive() throws Exception {
        SimulatedCamera camera = bench.camera(Bench.simulated().sessionTimeout(Duration.ofSeconds(2)));
        record(camera, CameraTransport.HTTP);
        bench.untilPictures(100);

        assertThat(bench.kept.runs(Bench.GATE)).hasSize(1);
        bench.assertRecordedAsSent(
                bench.kept.runs(Bench.GATE).get(0), camera.streams().get(0));
    }

    @Test
    void through_https_with_a_password_everything_sent_is_recorded() throws Exception {
        SimulatedCamera camera =
                bench.camera(Bench.simulated().tls(identity()).credentials("viewer", "secret".toCharArray()));
        bench.cameras.and(
                with(Cameras.withUser(Cameras.camera("gate", camera.address()), "viewer"), CameraTransport.HTTP),
                "secret");
        bench.recorder.start();
        bench.untilPictures(40);

        bench.assertRecordedAsSent(
                bench.kept.runs(Bench.GATE).get(0), camera.streams().get(0));
    }

    @Test
    void a_wrong_password_for_the_tunnel_is_told_as_such() throws Exception {
        SimulatedCamera camera = bench.camera(Bench.simulated().credentials("viewer", "secret".toCharArray()));
        bench.cameras.and(
                with(Cameras.withUser(Cameras.camera("gate", camera.address()), "viewer"), CameraTransport.HTTP),
                "wrong");
        bench.recorder.start();
        bench.untilState(CameraState.AUTH_FAILED);
        assertThat(bench.status().problem().orElseThrow().key()).isEqualTo("camera-auth-refused");
    }

    private void record(SimulatedCamera camera, CameraTransport transport) {
        bench.cameras.and(with(Cameras.camera("gate", camera.address()), transport));
        bench.recorder.start();
    }

    private static Camera with(Camera c, CameraTransport transport) {
        return new Camera(
                c.id(),
                c.name(),
                c.place(),
                c.zone(),
                c.address(),
                c.user(),
                c.source(),
                transport,
                c.basicAllowed(),
                c.audio(),
                c.enabled(),
                c.demo());
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

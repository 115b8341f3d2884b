package tw.nvr.capture.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.GapCause;

/** What the recorder does when people change the register, and what it tells. */
@Tag("rtsp")
class RegisterChangesTest {
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final CameraId YARD = new CameraId("yard");

    @TempDir
    Path folder;

    private static StreamAddress closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new StreamAddress("rtsp", "127.0.0.1", socket.getLocalPort(), "/1");
        }
    }

    @Test
    void a_camera_added_or_changed_or_removed_leaves_the_others_alone() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera one = bench.camera(Bench.simulated());
            SimulatedCamera two = bench.camera(Bench.simulated());
            bench.record(one);
            bench.untilPictures(10);

            bench.cameras.and(Cameras.camera("yard", closedPort()));
            bench.until(
                    "the new camera is told to be unreachable",
                    () -> bench.recorder.status(YARD).orElseThrow().state() == CameraState.UNREACHABLE);
            bench.cameras.and(Cameras.camera("yard", two.address()));
            bench.until(
                    "it is recorded at its new address",
                    () -> !bench.kept.runs(YARD).isEmpty());
            bench.cameras.and(Cameras.withName(Cameras.camera("yard", two.address()), "後院"));
            bench.cameras.without(YARD);
            bench.until("it is forgotten", () -> bench.kept.forgotten().contains(YARD));

            assertThat(bench.recorder.status(YARD)).isEmpty();
            assertThat(bench.kept.runs(YARD)).hasSize(1);
            assertThat(bench.kept.runs(Bench.GATE)).hasSize(1);
            assertThat(bench.kept.runs(Bench.GATE).get(0).closed()).isFalse();
            assertThat(one.streams()).hasSize(1);
        }
    }

    @Test
    void a_camera_switched_off_ends_as_stopped_and_goes_on_when_switched_on() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            bench.record(camera);
            bench.untilPictures(10);
            Camera on = Cameras.camera("gate", camera.address());
            bench.cameras.and(on.withEnabled(false));
            bench.untilState(CameraState.DISABLED);
            bench.until("the server sees the end", () -> camera.streams().get(0).ended());

            assertThat(bench.kept.runs().get(0).cause()).contains(GapCause.STOPPED);
            assertThat(bench.causesTold()).containsExactly(GapCause.STOPPED);
            assertThat(bench.status().reader()).isEmpty();

            bench.cameras.and(on);
            bench.untilState(CameraState.RECORDING);
            assertThat(bench.kept.runs()).hasSize(2);
        }
    }

    @Test
    void nothing_is_told_before_the_first_failure_and_then_why() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            bench.cameras.and(Cameras.camera("gate", closedPort()));
            bench.recorder.start();
            bench.untilState(CameraState.UNREACHABLE);
            assertThat(bench.status().problem().orElseThrow().key()).isEqualTo("camera-port-closed");
            assertThat(bench.causesTold()).isNotEmpty().containsOnly(GapCause.CAMERA_UNREACHABLE);
        }
    }

    @Test
    void while_the_disk_takes_nothing_the_status_says_so_and_recovers() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            bench.kept.refuse(true);
            bench.record(camera);
            bench.untilState(CameraState.NOT_STORED);
            assertThat(bench.recorder.starving()).isEmpty();
            bench.kept.refuse(false);
            bench.untilState(CameraState.RECORDING);
            assertThat(bench.status().problem()).isEmpty();
            assertThat(camera.streams()).hasSize(1);
        }
    }

    @Test
    void auto_falls_back_to_ffmpeg_where_our_reader_says_it_cannot_and_only_until_the_record_changes()
            throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            camera.misbehaviour().answer("SETUP", 461);
            Camera auto = Cameras.withSource(Cameras.camera("gate", camera.address()), CameraSource.AUTO);
            bench.cameras.and(auto);
            bench.recorder.start();
            bench.until("ffmpeg was refused as well", () -> bench.causesTold().size() == 1);
            camera.misbehaviour().answer("SETUP", 0);
            bench.untilState(CameraState.RECORDING);
            assertThat(bench.status().reader()).contains("ffmpeg");

            bench.cameras.and(Cameras.withSource(auto, CameraSource.RTSP));
            bench.until("our reader reads", () -> bench.status().reader().equals(java.util.Optional.of("rtsp")));
        }
    }

    @Test
    void the_loop_turns_all_the_time_and_closing_ends_everything() throws Exception {
        Bench bench = new Bench(folder, LONG);
        try (bench) {
            bench.record(bench.camera(Bench.simulated()));
            long before = bench.recorder.lastLoopNanos();
            bench.untilPictures(10);
            assertThat(bench.recorder.lastLoopNanos()).isGreaterThan(before);
            assertThat(bench.recorder.starving()).isEmpty();
        }
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain("capture");
        assertThat(bench.kept.runs().get(0).cause()).contains(GapCause.STOPPED);
    }
}

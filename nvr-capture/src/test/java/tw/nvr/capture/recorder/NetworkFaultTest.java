package tw.nvr.capture.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.run.KeptFootage;
import tw.nvr.capture.simulated.Fault;
import tw.nvr.capture.simulated.SentUnit;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.GapCause;

/** What the network and the camera do to a connection, why the footage is missing then, and how soon it is back. */
@Timeout(40)
class NetworkFaultTest {
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final Duration STALL = Duration.ofMillis(1_500);

    /** The longest pause between attempts here (1 s), and the time to connect, to the next key frame, and for a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private static int pictures(Bench bench) {
        return bench.kept.video().size();
    }

    /** New pictures are recorded no later than allowed after the camera is all right again. */
    private static void assertBackSoon(Bench bench, Duration within) throws Exception {
        int before = pictures(bench);
        long from = System.nanoTime();
        bench.untilState(CameraState.RECORDING);
        bench.until("pictures again", () -> pictures(bench) > before);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(within);
    }

    @Test
    void a_camera_that_refuses_connections_is_unreachable_and_recorded_soon_after_it_is_back() throws Exception {
        int port;
        try (ServerSocket s = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = s.getLocalPort();
        }
        try (Bench bench = new Bench(folder, LONG)) {
            bench.cameras.and(Cameras.camera("gate", new StreamAddress("rtsp", "127.0.0.1", port, "/1")));
            bench.recorder.start();
            bench.until("several attempts", () -> bench.causesTold().size() >= 4);
            assertThat(bench.causesTold()).containsOnly(GapCause.CAMERA_UNREACHABLE);
            bench.camera(Bench.simulated().port(port));
            assertBackSoon(bench, SOON);
        }
    }

    @Test
    void a_wrong_password_is_told_as_auth_and_recording_begins_with_the_next_attempt_after_it_is_right()
            throws Exception {
        Duration authRetry = Duration.ofSeconds(2);
        try (Bench bench = new Bench(folder, LONG, Duration.ofSeconds(20), authRetry)) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            camera.misbehaviour().refuseCredentials(true);
            bench.cameras.and(Cameras.withUser(Cameras.camera("gate", camera.address()), "viewer"), "secret");
            bench.recorder.start();
            bench.untilState(CameraState.AUTH_FAILED);
            assertThat(bench.causesTold()).containsOnly(GapCause.AUTH);
            camera.misbehaviour().refuseCredentials(false);
            assertBackSoon(bench, authRetry.plus(SOON));
        }
    }

    @Test
    void a_peer_that_vanished_without_a_word_is_given_up_as_stalled_and_recorded_again_soon() throws Exception {
        try (Bench bench = new Bench(folder, STALL);
                Relay relay = new Relay(bench.camera(Bench.simulated()).address())) {
            bench.cameras.and(Cameras.camera("gate", relay.address()));
            bench.recorder.start();
            bench.untilPictures(10);
            relay.vanish();
            bench.until("given up", () -> bench.kept.runs().get(0).closed());
            assertThat(bench.kept.runs().get(0).cause()).contains(GapCause.STREAM_STALLED);
            assertBackSoon(bench, SOON);
            assertThat(bench.causesTold()).containsOnly(GapCause.STREAM_STALLED);
            assertThat(relay.connections()).isEqualTo(2);
        }
    }

    @Test
    void silence_after_play_is_told_as_stalled_and_ends_when_pictures_come() throws Exception {
        try (Bench bench = new Bench(folder, STALL)) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            camera.misbehaviour().silent(true);
            bench.record(camera);
            bench.untilState(CameraState.STALLED);
            assertThat(bench.causesTold()).containsOnly(GapCause.STREAM_STALLED);
            camera.misbehaviour().silent(false);
            // An attempt that was under way plays to the end of its own silence.
            assertBackSoon(bench, STALL.plus(SOON));
        }
    }

    @Test
    void a_stream_that_dries_up_is_hung_up_on_and_recorded_again_soon() throws Exception {
        try (Bench bench = new Bench(folder, STALL)) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            bench.record(camera);
            bench.untilPictures(10);
            camera.strike(Fault.stall());
            bench.until("given up", () -> bench.kept.runs().get(0).closed());
            assertThat(bench.kept.runs().get(0).cause()).contains(GapCause.STREAM_STALLED);
            assertBackSoon(bench, SOON);
        }
    }

    @Test
    void a_torn_connection_is_unreachable_and_recorded_again_soon() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            bench.record(camera);
            bench.untilPictures(10);
            camera.strike(Fault.reset());
            bench.until("noticed", () -> bench.kept.runs().get(0).closed());
            assertThat(bench.kept.runs().get(0).cause()).contains(GapCause.CAMERA_UNREACHABLE);
            assertBackSoon(bench, SOON);
        }
    }

    @Test
    void a_lost_interleave_marker_costs_a_unit_or_two_and_neither_the_connection_nor_the_run() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated().bitsPerSecond(2_000_000));
            bench.record(camera);
            bench.untilPictures(20);
            camera.strike(Fault.loseDollar());
            bench.until("the loss is counted", () -> bench.status().damagedUnits() > 0);
            assertBackSoon(bench, SOON);
            bench.untilPictures(60);
            bench.recorder.close();

            assertThat(camera.streams()).hasSize(1);
            assertThat(bench.kept.runs()).hasSize(1);
            assertThat(bench.causesTold()).isEmpty();
            assertWhatIsWholeWasSent(bench, camera, 4);
        }
    }

    @Test
    void packets_that_get_lost_mark_their_units_are_counted_and_recording_goes_on_in_the_same_run() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera =
                    bench.camera(Bench.simulated().bitsPerSecond(2_000_000).seed(5));
            bench.record(camera);
            bench.untilPictures(20);
            camera.misbehaviour().dropRate(0.02);
            bench.until("losses are counted", () -> bench.status().damagedUnits() >= 5);
            camera.misbehaviour().dropRate(0);
            long lost = bench.status().damagedUnits();
            int before = pictures(bench);
            bench.until("pictures after the losses", () -> pictures(bench) > before + 30);
            bench.recorder.close();

            assertThat(camera.streams()).hasSize(1);
            assertThat(bench.kept.runs()).hasSize(1);
            assertThat(bench.causesTold()).isEmpty();
            assertThat(bench.kept.runs().get(0).parts).anyMatch(KeptFootage.Part::damaged);
            assertThat(bench.kept.runs().get(0).parts.get(0).damaged()).isFalse();
            assertWhatIsWholeWasSent(bench, camera, lost + 20);
        }
    }

    /** Whatever was recorded was sent like that, but for as many damaged units. */
    private static void assertWhatIsWholeWasSent(Bench bench, SimulatedCamera camera, long damaged) {
        Set<String> sent = new HashSet<>(
                camera.streams().get(0).video().stream().map(SentUnit::sha1).collect(Collectors.toSet()));
        long odd = bench.kept.video().stream()
                .filter(s -> !sent.contains(s.sha1()))
                .count();
        assertThat(odd).isLessThanOrEqualTo(damaged);
        assertThat(bench.kept.video().stream().map(KeptFootage.Sample::decode).toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }
}

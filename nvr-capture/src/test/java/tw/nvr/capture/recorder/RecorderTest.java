package tw.nvr.capture.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.ffmpeg.TestClips;
import tw.nvr.capture.run.KeptFootage;
import tw.nvr.capture.simulated.Fault;
import tw.nvr.capture.simulated.SentUnit;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.footage.GapCause;

/** The whole recording side, from the socket to the sink, against the simulated camera. */
@Tag("rtsp")
class RecorderTest {
    private static final Duration LONG = Duration.ofSeconds(8);

    @TempDir
    Path folder;

    @Test
    void what_is_recorded_is_what_was_sent_unit_by_unit() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            bench.record(camera);
            bench.untilPictures(50);
            bench.recorder.close();

            assertThat(bench.kept.runs()).hasSize(1);
            bench.assertRecordedAsSent(
                    bench.kept.runs().get(0), camera.streams().get(0));
            assertThat(bench.kept.runs().get(0).cause()).contains(GapCause.STOPPED);
            assertThat(bench.causesTold()).isEmpty();
        }
    }

    @Test
    void a_real_clip_with_b_frames_is_recorded_unit_by_unit_with_times_that_fit() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera =
                    bench.camera(Bench.simulated().clip(TestClips.persons()).speed(1));
            bench.record(camera);
            bench.untilPictures(40);
            bench.recorder.close();

            KeptFootage.Run run = bench.kept.runs().get(0);
            bench.assertRecordedAsSent(run, camera.streams().get(0));
            assertThat(run.video()).allMatch(s -> s.present() >= s.decode());
            assertThat(run.video().stream().map(KeptFootage.Sample::decode)).isSorted();
            assertThat(run.video()).anyMatch(s -> s.present() > s.decode());
        }
    }

    @Test
    void a_torn_connection_is_made_again_and_each_connection_is_a_run_of_its_own() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            bench.record(camera);
            for (int i = 0; i < 2; i++) {
                int run = i;
                bench.until(
                        "pictures of run " + i,
                        () -> bench.kept.runs().size() > run
                                && bench.kept.runs().get(run).video().size() > 15);
                camera.strike(i == 0 ? Fault.reset() : Fault.hangUp());
            }
            bench.until(
                    "pictures of the third run",
                    () -> bench.kept.runs().size() == 3
                            && !bench.kept.runs().get(2).video().isEmpty());
            bench.recorder.close();

            List<KeptFootage.Run> runs = bench.kept.runs();
            for (int i = 0; i < runs.size(); i++) {
                bench.assertRecordedAsSent(runs.get(i), camera.streams().get(i));
            }
            assertThat(runs.get(0).cause()).contains(GapCause.CAMERA_UNREACHABLE);
            assertThat(bench.causesTold()).contains(GapCause.CAMERA_UNREACHABLE);
            assertThat(bench.status().reconnects()).isEqualTo(2);
        }
    }

    @Test
    void an_orderly_end_loses_nothing_that_was_sent_before_it() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated().after(Duration.ofSeconds(2), Fault.hangUp()));
            bench.record(camera);
            bench.until(
                    "the first stream has ended",
                    () -> !camera.streams().isEmpty()
                            && camera.streams().get(0).ended()
                            && bench.kept.runs().get(0).closed());

            List<String> sent =
                    camera.streams().get(0).video().stream().map(SentUnit::sha1).toList();
            List<String> recorded = bench.kept.runs().get(0).video().stream()
                    .map(KeptFootage.Sample::sha1)
                    .toList();
            assertThat(recorded).isEqualTo(sent);
        }
    }

    @Test
    void new_parameter_sets_in_mid_stream_begin_a_new_run_and_nothing_is_lost() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera =
                    bench.camera(Bench.simulated().after(Duration.ofSeconds(1), Fault.resize(320, 240)));
            bench.record(camera);
            bench.until(
                    "the second run has pictures",
                    () -> bench.kept.runs().size() == 2
                            && bench.kept.runs().get(1).video().size() > 10);
            bench.recorder.close();

            List<KeptFootage.Run> runs = bench.kept.runs();
            assertThat(runs.get(0).cause()).isEmpty();
            assertThat(runs.get(0).format.video().width()).isEqualTo(160);
            assertThat(runs.get(1).format.video().width()).isEqualTo(320);
            List<String> recorded =
                    bench.kept.video().stream().map(KeptFootage.Sample::sha1).toList();
            List<String> sent =
                    camera.streams().get(0).video().stream().map(SentUnit::sha1).toList();
            assertThat(recorded).isEqualTo(sent.subList(0, recorded.size()));
        }
    }

    @Test
    void a_jump_of_the_cameras_clock_ends_the_run_as_clock_and_recording_goes_on() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera =
                    bench.camera(Bench.simulated().after(Duration.ofSeconds(1), Fault.jump(Duration.ofHours(1))));
            bench.record(camera);
            bench.until(
                    "the second run has pictures",
                    () -> bench.kept.runs().size() == 2
                            && bench.kept.runs().get(1).video().size() > 5);
            assertThat(bench.kept.runs().get(0).cause()).contains(GapCause.CLOCK);
            assertThat(camera.streams()).hasSize(1);
        }
    }

    @Test
    void a_camera_that_falls_silent_is_hung_up_on_and_told_as_stalled() throws Exception {
        try (Bench bench = new Bench(folder, Duration.ofMillis(1_500))) {
            SimulatedCamera camera = bench.camera(Bench.simulated().after(Duration.ofSeconds(1), Fault.stall()));
            bench.record(camera);
            bench.until("the gap is told", () -> bench.causesTold().contains(GapCause.STREAM_STALLED));
            assertThat(bench.kept.runs().get(0).cause()).contains(GapCause.STREAM_STALLED);
            assertThat(bench.kept.runs().get(0).video()).isNotEmpty();
        }
    }

    @Test
    void silence_after_play_is_told_as_stalled_with_words() throws Exception {
        try (Bench bench = new Bench(folder, Duration.ofSeconds(1))) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            camera.misbehaviour().silent(true);
            bench.record(camera);
            bench.untilState(CameraState.STALLED);
            assertThat(bench.status().problem().orElseThrow().key()).isEqualTo("camera-stalled");
            assertThat(bench.kept.runs()).isEmpty();
        }
    }

    @Test
    void pictures_without_any_key_frame_are_told_as_damaged() throws Exception {
        try (Bench bench = new Bench(folder, LONG, Duration.ofSeconds(1), Duration.ofSeconds(60))) {
            SimulatedCamera camera = bench.camera(Bench.simulated());
            camera.misbehaviour().keyFrames(Bench.noKeyFrames());
            bench.record(camera);
            bench.untilState(CameraState.UNUSABLE);
            assertThat(bench.status().problem().orElseThrow().key()).isEqualTo("camera-no-key-frame");
            assertThat(bench.causesTold()).contains(GapCause.STREAM_DAMAGED);
        }
    }

    @Test
    void digest_sign_in_works_and_a_wrong_password_is_tried_once_and_not_again_soon() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera right = bench.camera(Bench.simulated().credentials("viewer", "correct".toCharArray()));
            SimulatedCamera wrong = bench.camera(Bench.simulated().credentials("viewer", "other".toCharArray()));
            bench.cameras.and(Cameras.withUser(Cameras.camera("gate", right.address()), "viewer"), "correct");
            bench.cameras.and(Cameras.withUser(Cameras.camera("yard", wrong.address()), "viewer"), "correct");
            bench.recorder.start();
            bench.untilPictures(20);
            CameraId yard = new CameraId("yard");
            bench.until(
                    "the other camera refuses",
                    () -> bench.recorder.status(yard).orElseThrow().state() == CameraState.AUTH_FAILED);
            bench.untilPictures(60); // three seconds in which nothing more is tried

            assertThat(wrong.streams()).isEmpty();
            assertThat(bench.kept.words().stream().filter(w -> w.camera().equals(yard)))
                    .hasSize(1)
                    .allMatch(w -> w.cause() == GapCause.AUTH);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ClipFormat.Codec.class,
            names = {"AAC", "PCMA", "PCMU"})
    void sound_is_recorded_as_aac_whatever_the_camera_sends(ClipFormat.Codec codec) throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated().tone(codec));
            bench.record(camera);
            bench.untilPictures(40);
            bench.recorder.close();

            KeptFootage.Run run = bench.kept.runs().get(0);
            int rate = run.format.audio().orElseThrow().sampleRate();
            double seconds = run.video().size() / 20.0;
            assertThat(run.audio().size() * 1024.0 / rate)
                    .as("seconds of sound")
                    .isBetween(seconds - 1.0, seconds + 0.5);
            assertThat(run.audio().stream().map(KeptFootage.Sample::decode)).isSorted();
        }
    }

    @Test
    void sound_that_is_switched_off_is_not_recorded() throws Exception {
        try (Bench bench = new Bench(folder, LONG)) {
            SimulatedCamera camera = bench.camera(Bench.simulated().tone(ClipFormat.Codec.AAC));
            Camera c = Cameras.camera("gate", camera.address());
            bench.cameras.and(
                    new Camera(c.id(), c.name(), "", "", c.address(), c.user(), c.source(), false, false, true, true));
            bench.recorder.start();
            bench.untilPictures(20);
            assertThat(bench.kept.runs().get(0).format.audio()).isEmpty();
            assertThat(camera.streams().get(0).soundUnits()).isZero();
        }
    }
}

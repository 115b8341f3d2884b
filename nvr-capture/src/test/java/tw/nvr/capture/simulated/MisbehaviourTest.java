package tw.nvr.capture.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.ffmpeg.Patience;
import tw.nvr.capture.ffmpeg.TestClips;

@Tag("rtsp")
class MisbehaviourTest {
    @TempDir
    Path folder;

    private Path clip() throws Exception {
        return TestClips.silent(folder.resolve("clip.mp4"), 40, 160, 120);
    }

    private static SimulatedCamera.Builder camera() {
        return SimulatedCamera.builder(InstantSource.system(), System::nanoTime, ZoneOffset.UTC)
                .picture(160, 120)
                .speed(20)
                .log(1_000);
    }

    private static SentStream streamAfter(SimulatedCamera camera, RtspClient client, int pictures) throws Exception {
        client.play(1);
        Patience.until(pictures + " pictures are sent", () -> {
            client.frame();
            return camera.streams().get(0).videoUnits() >= pictures;
        });
        return camera.streams().get(0);
    }

    private SentStream streamWith(Consumer<Misbehaviour> how, int pictures) throws Exception {
        SimulatedCamera.Builder builder = camera().clip(clip());
        how.accept(builder.misbehaviour());
        try (SimulatedCamera camera = builder.start();
                RtspClient client = new RtspClient(camera.address())) {
            return streamAfter(camera, client, pictures);
        }
    }

    @Test
    void the_same_seed_drops_the_same_pictures() throws Exception {
        List<Boolean> first = whole(streamWith(m -> m.dropRate(0.2), 30));
        List<Boolean> second = whole(streamWith(m -> m.dropRate(0.2), 30));
        assertThat(first).isEqualTo(second).contains(true, false);
    }

    private static List<Boolean> whole(SentStream stream) {
        return stream.video().subList(0, 30).stream().map(SentUnit::whole).toList();
    }

    @Test
    void dropped_packets_leave_a_hole_in_the_sequence() throws Exception {
        SimulatedCamera.Builder builder = camera().clip(clip());
        builder.misbehaviour().dropRate(0.3);
        try (SimulatedCamera camera = builder.start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1);
            int before = client.frame(0).sequence();
            int holes = 0;
            for (int i = 0; i < 60; i++) {
                int next = client.frame(0).sequence();
                holes += (next - before & 0xffff) - 1;
                before = next;
            }
            assertThat(holes).isBetween(5, 80);
            assertThat(camera.streams().get(0).droppedPackets()).isGreaterThanOrEqualTo(holes);
        }
    }

    @Test
    void without_key_frames_after_the_first_only_one_is_sent() throws Exception {
        SentStream stream = streamWith(m -> m.keyFrames(Misbehaviour.KeyFrames.FIRST_ONLY), 30);
        assertThat(stream.keyFrames()).isEqualTo(1);
        assertThat(stream.video().get(0).key()).isTrue();
    }

    @Test
    void without_any_key_frame_pictures_come_all_the_same() throws Exception {
        assertThat(streamWith(m -> m.keyFrames(Misbehaviour.KeyFrames.NONE), 20).keyFrames())
                .isZero();
    }

    @Test
    void a_planned_stall_stops_the_stream_at_its_place_and_a_command_wakes_it_at_a_key_frame() throws Exception {
        try (SimulatedCamera camera = camera().clip(clip())
                        .after(Duration.ofSeconds(2), Fault.stall())
                        .start();
                RtspClient client = new RtspClient(camera.address())) {
            SentStream stream = streamAfter(camera, client, 20);
            assertThat(client.ask("GET_PARAMETER", client.url()).status()).isEqualTo(200);
            assertThat(stream.videoUnits()).isEqualTo(20);
            Patience.until("it goes on", () -> {
                camera.strike(Fault.resume());
                return stream.videoUnits() > 20;
            });
            SentUnit next = stream.video().get(20);
            assertThat(next.key()).isTrue();
            assertThat(next.ticks() - stream.video().get(19).ticks()).isGreaterThanOrEqualTo(9_000);
        }
    }

    @Test
    void a_jump_moves_all_later_timestamps() throws Exception {
        try (SimulatedCamera camera = camera().clip(clip())
                        .after(Duration.ofSeconds(1), Fault.jump(Duration.ofSeconds(-30)))
                        .start();
                RtspClient client = new RtspClient(camera.address())) {
            List<SentUnit> sent = streamAfter(camera, client, 15).video();
            assertThat(sent.get(9).ticks() - sent.get(8).ticks()).isEqualTo(9_000);
            assertThat(sent.get(10).ticks() - sent.get(9).ticks()).isEqualTo(9_000 - 30 * 90_000);
            assertThat(sent.get(11).ticks() - sent.get(10).ticks()).isEqualTo(9_000);
        }
    }

    @Test
    void hanging_up_and_tearing_the_connection_look_different_to_the_client() throws Exception {
        try (SimulatedCamera camera = camera().clip(clip()).start();
                RtspClient first = new RtspClient(camera.address())) {
            streamAfter(camera, first, 5);
            camera.strike(Fault.hangUp());
            first.readToEnd();
            try (RtspClient second = new RtspClient(camera.address())) {
                second.play(1);
                second.frame();
                camera.strike(Fault.reset());
                assertThatThrownBy(second::readToEnd)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("reset");
            }
        }
    }

    @Test
    void silence_after_play_keeps_answering_requests() throws Exception {
        SimulatedCamera.Builder builder = camera().clip(clip());
        builder.misbehaviour().silent(true);
        try (SimulatedCamera camera = builder.start();
                RtspClient client = new RtspClient(camera.address())) {
            assertThat(client.play(1).status()).isEqualTo(200);
            assertThat(client.ask("GET_PARAMETER", client.url()).status()).isEqualTo(200);
            assertThat(client.frames).isEmpty();
            assertThat(camera.streams().get(0).packets()).isZero();
        }
    }

    @Test
    void a_lost_dollar_shifts_the_framing_by_one_byte() throws Exception {
        try (SimulatedCamera camera = camera().clip(clip())
                        .after(Duration.ofSeconds(1), Fault.loseDollar())
                        .start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1);
            assertThatThrownBy(() -> Patience.until("the framing is lost", () -> client.frame() == null))
                    .isInstanceOf(IOException.class)
                    .hasMessage("not a frame: 0");
        }
    }

    @Test
    void markers_can_be_missing_or_on_every_packet() throws Exception {
        assertThat(markers(Misbehaviour.Markers.NONE)).containsOnly(false);
        assertThat(markers(Misbehaviour.Markers.EVERY_PACKET)).containsOnly(true);
        assertThat(markers(Misbehaviour.Markers.LAST_PACKET)).contains(true, false);
    }

    private List<Boolean> markers(Misbehaviour.Markers which) throws Exception {
        SimulatedCamera.Builder builder = camera().clip(clip());
        builder.misbehaviour().markers(which);
        try (SimulatedCamera camera = builder.start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1);
            List<Boolean> seen = new ArrayList<>();
            while (seen.size() < 30) {
                seen.add(client.frame(0).marker());
            }
            return seen;
        }
    }

    @Test
    void parameter_sets_can_be_missing_from_the_description_and_from_the_stream() throws Exception {
        SimulatedCamera.Builder builder = camera().clip(clip());
        builder.misbehaviour().withoutSprop(true).inBand(Misbehaviour.InBand.NEVER);
        try (SimulatedCamera camera = builder.start();
                RtspClient client = new RtspClient(camera.address())) {
            assertThat(client.ask("DESCRIBE", client.url()).body()).doesNotContain("sprop");
            client.play(1);
            for (int i = 0; i < 40; i++) {
                assertThat(client.frame(0).nalType()).isNotIn(7, 8, 24);
            }
        }
    }

    @Test
    void a_new_size_brings_new_parameter_sets_before_its_first_picture_even_when_none_are_repeated() throws Exception {
        SimulatedCamera.Builder builder =
                camera().after(Duration.ofSeconds(1), Fault.resize(320, 240)).aggregateParameterSets(true);
        builder.misbehaviour().inBand(Misbehaviour.InBand.NEVER);
        try (SimulatedCamera camera = builder.start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1);
            RtspClient.Frame[] sets = new RtspClient.Frame[1];
            Patience.until("a STAP-A comes", () -> {
                sets[0] = client.frame(0);
                return sets[0].nalType() == 24;
            });
            RtspClient.Frame picture = client.frame(0);
            assertThat(picture.timestamp()).isEqualTo(sets[0].timestamp());
            assertThat(picture.nalType()).isIn(5, 28);
        }
    }

    @Test
    void the_next_file_takes_over_with_timestamps_that_run_on() throws Exception {
        Path other = TestClips.silent(folder.resolve("other.mp4"), 20, 320, 240);
        try (SimulatedCamera camera = camera().clip(clip())
                        .clip(other)
                        .after(Duration.ofSeconds(1), Fault.nextClip())
                        .start();
                RtspClient client = new RtspClient(camera.address())) {
            List<SentUnit> sent = streamAfter(camera, client, 20).video();
            for (int i = 1; i < 20; i++) {
                assertThat(sent.get(i).ticks() - sent.get(i - 1).ticks())
                        .as("picture %d", i)
                        .isBetween(9_000L, 18_000L);
            }
            assertThat(sent).filteredOn(SentUnit::key).hasSizeGreaterThan(2);
        }
    }

    @Test
    void a_method_can_be_answered_with_any_status() throws Exception {
        try (SimulatedCamera camera = camera().start();
                RtspClient client = new RtspClient(camera.address())) {
            camera.misbehaviour().answer("DESCRIBE", 503);
            assertThat(client.ask("DESCRIBE", client.url()).status()).isEqualTo(503);
            camera.misbehaviour().answer("DESCRIBE", 0);
            assertThat(client.ask("DESCRIBE", client.url()).status()).isEqualTo(200);
        }
    }
}

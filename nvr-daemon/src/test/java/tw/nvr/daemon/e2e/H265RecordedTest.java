package tw.nvr.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.VideoFormat;

/**
 * H.265 of another maker's server, coded by x265 with B-frames, is recorded by our own client
 * bit by bit: once with open groups of pictures, parameter sets in the description and NAL units alone; once with closed
 * groups, two slices a picture, parameter sets also in band and NAL units aggregated.
 */
@Tag("realtime")
class H265RecordedTest {
    private static final Duration SEGMENT = Duration.ofSeconds(3);
    private static final double FRAME = 1 / 25.0;
    private static final int ENOUGH = 200;

    @TempDir
    static Path dir;

    private static final Map<String, Path> CLIPS = new TreeMap<>();

    private static GstServer server;
    private static Rig rig;

    @BeforeAll
    static void record() throws Exception {
        DebianFfmpeg.assumeEncoder("libx265");
        CLIPS.put("open-groups", clip("open-groups", "open-gop=1:slices=1"));
        CLIPS.put("closed-groups", clip("closed-groups", "open-gop=0:slices=2"));
        server = GstServer.start(
                "--launch",
                read("open-groups") + "rtph265pay name=pay0 pt=96 )",
                "--launch",
                read("closed-groups")
                        + "video/x-h265,stream-format=byte-stream"
                        + " ! rtph265pay name=pay0 pt=96 config-interval=-1 aggregate-mode=1 mtu=700 )");
        rig = new Rig(dir, SEGMENT, InstantSource.system());
        rig.add("open-groups", server.address(0));
        rig.add("closed-groups", server.address(1));
        for (String camera : CLIPS.keySet()) {
            Await.until("8 s of " + camera, Duration.ofSeconds(40), () -> rig.frames(camera) >= ENOUGH);
        }
        rig.stopRecording();
    }

    /** Groups are open where pictures are shown before their key frame, and refer to what lies before it. */
    private static Path clip(String name, String coding) throws Exception {
        return DebianFfmpeg.make(
                dir.resolve(name + ".mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=640x360:rate=25:duration=14",
                "-c:v",
                "libx265",
                "-preset",
                "ultrafast",
                "-tag:v",
                "hvc1",
                "-x265-params",
                "log-level=none:bframes=3:b-adapt=0:keyint=40:min-keyint=40:" + coding);
    }

    private static String read(String clip) {
        return "( filesrc location=\"" + CLIPS.get(clip) + "\" ! qtdemux name=d d.video_0 ! queue ! h265parse ! ";
    }

    @AfterAll
    static void stop() throws Exception {
        if (rig != null) {
            rig.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-groups", "closed-groups"})
    void every_picture_is_recorded_bit_by_bit_and_in_time(String camera) {
        List<Packets.Packet> sent = Packets.video(CLIPS.get(camera));
        List<Packets.Packet> recorded = rig.video(camera, onlyRun(camera));
        assertThat(recorded).hasSizeGreaterThanOrEqualTo(ENOUGH);
        assertThat(recorded.stream().map(Packets.Packet::sha1).toList())
                .isEqualTo(sent.stream()
                        .map(Packets.Packet::sha1)
                        .limit(recorded.size())
                        .toList());
        double offset = recorded.get(0).seconds() - sent.get(0).seconds();
        for (int i = 0; i < recorded.size(); i++) {
            assertThat(recorded.get(i).key())
                    .as("key %d", i)
                    .isEqualTo(sent.get(i).key());
            assertThat(recorded.get(i).seconds() - offset)
                    .as("time of picture %d", i)
                    .isCloseTo(sent.get(i).seconds(), within(FRAME / 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-groups", "closed-groups"})
    void decode_times_rise_and_no_picture_is_shown_before_it_is_decoded(String camera) {
        List<Packets.Packet> recorded = rig.video(camera, onlyRun(camera));
        for (int i = 1; i < recorded.size(); i++) {
            assertThat(recorded.get(i).decodeSeconds())
                    .isGreaterThan(recorded.get(i - 1).decodeSeconds())
                    .isLessThanOrEqualTo(recorded.get(i).seconds());
        }
        assertThat(recorded).as("it has B-frames").anyMatch(p -> p.seconds() - p.decodeSeconds() > 2 * FRAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-groups", "closed-groups"})
    void every_segment_decodes_on_its_own_without_a_complaint_and_begins_at_a_key_frame(String camera)
            throws Exception {
        List<Segment> segments = rig.segments(camera);
        assertThat(segments).hasSizeGreaterThan(2);
        for (Segment segment : segments) {
            DebianFfmpeg.assertDecodes(rig.file(segment));
            assertThat(Packets.video(rig.file(segment)).get(0).key()).isTrue();
            assertThat(DebianFfmpeg.probe(
                            rig.file(segment),
                            "-show_entries",
                            "stream=codec_name,codec_tag_string,has_b_frames,width"))
                    .containsExactly("hevc|hvc1|640|2");
        }
    }

    @Test
    void the_format_is_told_as_players_ask_for_it() {
        VideoFormat format = rig.segments("open-groups").get(0).format().video();
        assertThat(format.codec()).isEqualTo(VideoFormat.Codec.H265);
        assertThat(format.codecString()).startsWith("hvc1.1.6.L");
    }

    private static long onlyRun(String camera) {
        List<Long> runs =
                rig.segments(camera).stream().map(Segment::run).distinct().toList();
        assertThat(runs).as("one unbroken run").hasSize(1);
        return runs.get(0);
    }
}

package tw.nvr.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.simulated.Fault;
import tw.nvr.capture.simulated.SentStream;
import tw.nvr.capture.simulated.SentUnit;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.Segment;

/**
 * What was recorded is what was sent (K1), access unit by access unit: no loss, no duplicate, in order, times within a
 * frame. All cameras record at the same time, over an hour boundary, with segments of a few seconds; the tests then look at
 * one camera each. The judge of files is ffmpeg.
 */
@Tag("realtime")
class RecordedEqualsSentTest {
    private static final Duration SEGMENT = Duration.ofSeconds(5);
    private static final Duration BEFORE_THE_HOUR = Duration.ofSeconds(14);
    private static final double CAR_FRAME = 1 / 12.5;
    private static final double PERSON_FRAME = 1 / 10.0;

    @TempDir
    static Path dir;

    private static Instant hour;
    private static GstServer server;
    private static SimulatedCamera hangsUp;
    private static SimulatedCamera changesSize;
    private static Rig rig;

    @BeforeAll
    static void record_everything() throws Exception {
        Path cars = Clips.cars();
        Path persons = Clips.persons();
        server = GstServer.start("--audio", "0", cars.toString(), persons.toString());
        hangsUp = camera(1).after(Duration.ofSeconds(8), Fault.hangUp()).start();
        changesSize =
                camera(2).after(Duration.ofSeconds(9), Fault.resize(320, 180)).start();
        Instant start = Instant.now();
        hour = ZonedDateTime.ofInstant(start, Rig.ZONE)
                .plusHours(1)
                .truncatedTo(ChronoUnit.HOURS)
                .toInstant();
        Duration ahead = Duration.between(start.plus(BEFORE_THE_HOUR), hour);
        rig = new Rig(dir, SEGMENT, InstantSource.offset(InstantSource.system(), ahead));
        rig.add("cars", server.address(0));
        rig.add("persons", server.address(1));
        rig.add("hangs-up", hangsUp.address().toString());
        rig.add("changes-size", changesSize.address().toString());
        Await.until("24 s of cars are recorded", Duration.ofSeconds(60), () -> rig.frames("cars") >= 24 * 12.5);
        Await.until("24 s of persons are recorded", Duration.ofSeconds(60), () -> rig.frames("persons") >= 240);
        rig.stopRecording();
    }

    @AfterAll
    static void stop() throws Exception {
        if (rig != null) {
            rig.close();
            hangsUp.close();
            changesSize.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_clip_of_another_makers_server_is_recorded_bit_by_bit() {
        assertSame(Packets.video(Clips.cars()), rig.video("cars", onlyRun("cars")), 300, CAR_FRAME);
    }

    @Test
    void a_stream_with_b_frames_is_recorded_bit_by_bit_and_its_decode_times_rise() {
        List<Packets.Packet> recorded = rig.video("persons", onlyRun("persons"));
        assertSame(Packets.video(Clips.persons()), recorded, 240, PERSON_FRAME);
        for (int i = 1; i < recorded.size(); i++) {
            assertThat(recorded.get(i).decodeSeconds())
                    .isGreaterThan(recorded.get(i - 1).decodeSeconds());
            assertThat(recorded.get(i).decodeSeconds())
                    .isLessThanOrEqualTo(recorded.get(i).seconds());
        }
    }

    @Test
    void sound_is_recorded_bit_by_bit_and_stays_with_the_picture() {
        List<Packets.Packet> sent = Packets.audio(Clips.cars());
        List<Packets.Packet> recorded = rig.audio("cars", onlyRun("cars"));
        int first = sent.stream()
                .map(Packets.Packet::sha1)
                .toList()
                .indexOf(recorded.get(0).sha1());
        assertThat(first).as("the first recorded unit of sound was sent").isBetween(0, 20);
        List<Packets.Packet> expected = sent.subList(first, first + recorded.size());
        assertThat(recorded.stream().map(Packets.Packet::sha1).toList())
                .isEqualTo(expected.stream().map(Packets.Packet::sha1).toList());
        double pictures = rig.video("cars", onlyRun("cars")).get(0).seconds()
                - Packets.video(Clips.cars()).get(0).seconds();
        for (int i = 0; i < recorded.size(); i++) {
            assertThat(recorded.get(i).seconds() - pictures)
                    .as("time of sound unit %d", i)
                    .isCloseTo(expected.get(i).seconds(), within(CAR_FRAME));
        }
    }

    @Test
    void segments_follow_each_other_without_a_gap_over_the_hour_boundary() {
        List<Segment> segments = rig.segments("persons");
        assertThat(segments).hasSizeGreaterThan(3);
        for (int i = 1; i < segments.size(); i++) {
            Duration between = Duration.between(
                    segments.get(i - 1).range().end(), segments.get(i).range().start());
            assertThat(between.abs()).isLessThan(Duration.ofMillis(100));
        }
        assertThat(segments.get(0).range().start()).isBefore(hour);
        assertThat(segments.get(segments.size() - 1).range().end()).isAfter(hour);
        assertThat(endedGaps("persons")).isEmpty();
    }

    @Test
    void after_a_reconnect_everything_sent_again_is_recorded_and_the_time_between_is_a_gap_with_its_cause() {
        List<SentStream> streams = hangsUp.streams();
        assertThat(streams).hasSizeGreaterThanOrEqualTo(2);
        List<Long> runs = List.copyOf(runs("hangs-up"));
        for (int i = 0; i < 2; i++) {
            List<String> sent =
                    streams.get(i).video().stream().map(SentUnit::sha1).toList();
            List<String> recorded = rig.video("hangs-up", runs.get(i)).stream()
                    .map(Packets.Packet::sha1)
                    .toList();
            assertThat(recorded).as("run %d", i).hasSizeGreaterThan(60).isEqualTo(sent.subList(0, recorded.size()));
            if (streams.get(i).ended() && i == 0) {
                assertThat(sent.size() - recorded.size())
                        .as("lost at the end of the run")
                        .isLessThanOrEqualTo(1);
            }
        }
        List<GapCause> causes =
                endedGaps("hangs-up").stream().map(Gap::cause).distinct().toList();
        assertThat(causes).isSubsetOf(GapCause.CAMERA_UNREACHABLE);
    }

    @Test
    void new_parameter_sets_in_mid_stream_start_a_new_run_and_lose_nothing() {
        List<String> sent = changesSize.streams().get(0).video().stream()
                .map(SentUnit::sha1)
                .toList();
        List<String> recorded = runs("changes-size").stream()
                .flatMap(run -> rig.video("changes-size", run).stream())
                .map(Packets.Packet::sha1)
                .toList();
        assertThat(runs("changes-size")).hasSize(2);
        assertThat(recorded).hasSizeGreaterThan(200).isEqualTo(sent.subList(0, recorded.size()));
        assertThat(rig.segments("changes-size").stream()
                        .map(s -> s.format().video().height())
                        .distinct())
                .containsExactly(360, 180);
    }

    private static SimulatedCamera.Builder camera(long seed) {
        return SimulatedCamera.builder(InstantSource.system(), System::nanoTime, Rig.ZONE)
                .picture(640, 360)
                .seed(seed)
                .log(10_000);
    }

    private static void assertSame(
            List<Packets.Packet> sent, List<Packets.Packet> recorded, int atLeast, double frameSeconds) {
        assertThat(recorded).hasSizeGreaterThanOrEqualTo(atLeast);
        List<String> hashes = recorded.stream().map(Packets.Packet::sha1).toList();
        assertThat(hashes)
                .isEqualTo(sent.stream()
                        .map(Packets.Packet::sha1)
                        .limit(recorded.size())
                        .toList());
        double offset = recorded.get(0).seconds() - sent.get(0).seconds();
        for (int i = 0; i < recorded.size(); i++) {
            assertThat(recorded.get(i).seconds() - offset)
                    .as("time of picture %d", i)
                    .isCloseTo(sent.get(i).seconds(), within(frameSeconds));
        }
    }

    /** Without the one that lasts since the recorder was stopped. */
    private static List<Gap> endedGaps(String camera) {
        return rig.gaps(camera).stream().filter(g -> !g.ongoing()).toList();
    }

    private static SortedSet<Long> runs(String camera) {
        return rig.segments(camera).stream().map(Segment::run).collect(Collectors.toCollection(TreeSet::new));
    }

    private static long onlyRun(String camera) {
        assertThat(runs(camera)).as("one unbroken run").hasSize(1);
        return runs(camera).first();
    }
}

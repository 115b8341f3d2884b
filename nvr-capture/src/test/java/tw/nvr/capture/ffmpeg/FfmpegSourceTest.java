package tw.nvr.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.simulated.Fault;
import tw.nvr.capture.simulated.SentUnit;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.VideoFormat;

@Tag("rtsp")
class FfmpegSourceTest {
    private static final CameraId GATE = new CameraId("gate");

    @TempDir
    Path folder;

    private final AudioThread audio = new AudioThread();
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void stopThread() {
        audio.close();
    }

    @Test
    void pictures_and_sound_arrive_as_they_were_sent() throws Exception {
        Path clip = TestClips.withAac(folder.resolve("a.mp4"), 30);
        try (SimulatedCamera camera = camera().clip(clip).start()) {
            FfmpegSource source = source(camera.address(), true);
            source.open();
            pollUntilPictures(source, 25);
            assertThat(sink.formats).hasSize(1);
            assertThat(sink.formats.get(0).codec()).isEqualTo(VideoFormat.Codec.H264);
            assertThat(sink.audio.orElseThrow().sampleRate()).isEqualTo(16_000);
            assertThat(sink.sounds).hasSizeGreaterThan(20);
            assertSameAsSent(camera, 25);
            assertThat(source.damagedUnits()).isZero();
            source.close();
            assertMarkerGoes();
        }
    }

    @Test
    void pictures_out_of_order_keep_their_times_from_the_first_on() throws Exception {
        try (SimulatedCamera camera = camera().clip(TestClips.persons()).start()) {
            FfmpegSource source = source(camera.address(), false);
            source.open();
            pollUntilPictures(source, 60);
            assertSameAsSent(camera, 60);
            assertThat(sink.reorderDepth).isPositive();
            source.close();
            assertMarkerGoes();
        }
    }

    @Test
    void g711_becomes_aac() throws Exception {
        try (SimulatedCamera camera =
                camera().picture(160, 120).tone(ClipFormat.Codec.PCMU).start()) {
            FfmpegSource source = source(camera.address(), true);
            source.open();
            Patience.until("ten units of sound are there", () -> {
                source.poll(sink);
                return sink.sounds.size() >= 10;
            });
            assertThat(sink.audio.orElseThrow().sampleRate()).isEqualTo(8_000);
            source.close();
            assertMarkerGoes();
        }
    }

    @Test
    void a_password_with_odd_characters_is_understood() throws Exception {
        try (SimulatedCamera camera = camera().picture(160, 120)
                .credentials("ad min", "p@ss:/%密".toCharArray())
                .start()) {
            FfmpegSource source = new FfmpegSource(
                    GATE,
                    camera.address(),
                    Optional.of("ad min"),
                    Optional.of("p@ss:/%密".toCharArray()),
                    false,
                    CrashMarkers.in(folder, InstantSource.system()),
                    audio);
            source.open();
            pollUntilPictures(source, 3);
            source.close();
            assertMarkerGoes();
        }
    }

    @Test
    void a_wrong_password_is_a_matter_of_auth() throws Exception {
        try (SimulatedCamera camera = camera().picture(160, 120)
                .credentials("admin", "right".toCharArray())
                .start()) {
            FfmpegSource source = new FfmpegSource(
                    GATE,
                    camera.address(),
                    Optional.of("admin"),
                    Optional.of("wrong-one".toCharArray()),
                    false,
                    CrashMarkers.in(folder, InstantSource.system()),
                    audio);
            SourceException e = catchThrowableOfType(SourceException.class, source::open);
            assertThat(e.gapCause()).isEqualTo(GapCause.AUTH);
            assertThat(e.problem().key()).isEqualTo("camera-auth-refused");
            assertThat(e.getMessage() + e.problem()).doesNotContain("wrong-one");
            assertMarkerGoes();
        }
    }

    @Test
    void a_camera_that_wants_a_password_is_told_apart_from_one_that_refuses_it() throws Exception {
        try (SimulatedCamera camera = camera().picture(160, 120)
                .credentials("admin", "right".toCharArray())
                .start()) {
            SourceException e = catchThrowableOfType(SourceException.class, source(camera.address(), false)::open);
            assertThat(e.gapCause()).isEqualTo(GapCause.AUTH);
            assertThat(e.problem().key()).isEqualTo("camera-wants-password");
            assertMarkerGoes();
        }
    }

    @Test
    void nobody_at_the_address_is_unreachable() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        StreamAddress address = StreamAddress.parse("rtsp://127.0.0.1:" + port + "/1");
        SourceException e = catchThrowableOfType(SourceException.class, source(address, false)::open);
        assertThat(e.gapCause()).isEqualTo(GapCause.CAMERA_UNREACHABLE);
        assertThat(e.problem().arguments()).contains(address.toString());
        assertMarkerGoes();
    }

    @Test
    void a_camera_that_hangs_up_ends_the_stream_after_its_last_picture() throws Exception {
        Path clip = TestClips.silent(folder.resolve("a.mp4"), 40, 160, 120);
        try (SimulatedCamera camera =
                camera().clip(clip).after(Duration.ofSeconds(2), Fault.hangUp()).start()) {
            FfmpegSource source = source(camera.address(), false);
            source.open();
            SourceException e = pollUntilEnd(source);
            assertThat(e.gapCause()).isEqualTo(GapCause.CAMERA_UNREACHABLE);
            assertThat(sink.pictures).hasSize(20);
            assertSameAsSent(camera, 20);
            source.close();
            assertMarkerGoes();
        }
    }

    @Test
    void a_new_size_in_mid_stream_is_a_new_format() throws Exception {
        try (SimulatedCamera camera = camera().picture(160, 120)
                .after(Duration.ofSeconds(1), Fault.resize(320, 240))
                .start()) {
            FfmpegSource source = source(camera.address(), false);
            source.open();
            Patience.until("the second format is there", () -> {
                source.poll(sink);
                return sink.formats.size() == 2;
            });
            assertThat(sink.formats).extracting(VideoFormat::width).containsExactly(160, 320);
            source.close();
            assertMarkerGoes();
        }
    }

    @Test
    void a_camera_that_ended_two_processes_is_not_touched() throws Exception {
        CrashMarkers.in(folder, InstantSource.system()).begin(GATE);
        CrashMarkers.in(folder, InstantSource.system()).begin(GATE);
        try (SimulatedCamera camera = camera().picture(160, 120).start()) {
            SourceException e = catchThrowableOfType(SourceException.class, source(camera.address(), false)::open);
            assertThat(e.problem().key()).isEqualTo("native-crashes");
            assertThat(camera.streams()).isEmpty();
        }
    }

    @Test
    void h265_is_laid_without_its_parameter_sets() throws Exception {
        Path file = h265();
        FfmpegSource source = new FfmpegSource(
                GATE, new SecretUrl("file://" + file), false, CrashMarkers.in(folder, InstantSource.system()), audio);
        source.open();
        pollUntilEnd(source);
        assertThat(sink.formats).hasSize(1);
        assertThat(sink.formats.get(0).codec()).isEqualTo(VideoFormat.Codec.H265);
        assertThat(sink.formats.get(0).width()).isEqualTo(320);
        assertThat(sink.pictures).hasSize(20);
        assertThat(sink.pictures).filteredOn(RecordingSink.Picture::key).hasSize(2);
        source.close();
        assertMarkerGoes();
    }

    /** Our own ffmpeg has no encoder for H.265; the command line's may. */
    private Path h265() throws Exception {
        Path file = folder.resolve("h265.mp4");
        List<String> command = List.of(
                "ffmpeg -v error -f lavfi -i testsrc2=size=320x240:rate=10 -t 2 -c:v libx265 -g 10 -x265-params log-level=none:keyint=10:min-keyint=10:scenecut=0"
                        .split(" "));
        boolean there = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(p -> Files.isExecutable(Path.of(p, "ffmpeg")));
        assumeTrue(there, "no ffmpeg on the command line to make H.265 with");
        Process made = new ProcessBuilder(Stream.concat(command.stream(), Stream.of(file.toString()))
                        .toList())
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assumeTrue(made.exitValue() == 0, "the ffmpeg on the command line makes no H.265");
        return file;
    }

    private static SimulatedCamera.Builder camera() {
        return SimulatedCamera.builder(InstantSource.system(), System::nanoTime, ZoneOffset.UTC)
                .speed(4)
                .log(10_000);
    }

    private FfmpegSource source(StreamAddress address, boolean sound) {
        return new FfmpegSource(
                GATE,
                address,
                Optional.empty(),
                Optional.empty(),
                sound,
                CrashMarkers.in(folder, InstantSource.system()),
                audio);
    }

    private void pollUntilPictures(FfmpegSource source, int count) throws Exception {
        Patience.until(count + " pictures are there", () -> {
            source.poll(sink);
            return sink.pictures.size() >= count;
        });
    }

    private SourceException pollUntilEnd(FfmpegSource source) throws Exception {
        SourceException[] end = new SourceException[1];
        Patience.until("the stream has ended", () -> {
            try {
                source.poll(sink);
            } catch (SourceException e) {
                end[0] = e;
            }
            return end[0] != null;
        });
        return end[0];
    }

    private void assertSameAsSent(SimulatedCamera camera, int count) {
        List<SentUnit> sent = camera.streams().get(0).video();
        for (int i = 0; i < count; i++) {
            RecordingSink.Picture got = sink.pictures.get(i);
            assertThat(got.sha1()).as("picture %d", i).isEqualTo(sent.get(i).sha1());
            assertThat(got.key()).as("picture %d", i).isEqualTo(sent.get(i).key());
            assertThat(got.ticks() - sink.pictures.get(0).ticks())
                    .as("picture %d", i)
                    .isCloseTo(sent.get(i).ticks() - sent.get(0).ticks(), offset(450L));
        }
    }

    private void assertMarkerGoes() throws Exception {
        Path marker = CrashMarkers.in(folder, InstantSource.system()).file(GATE);
        Patience.until("the crash marker is gone", () -> !Files.exists(marker));
    }
}

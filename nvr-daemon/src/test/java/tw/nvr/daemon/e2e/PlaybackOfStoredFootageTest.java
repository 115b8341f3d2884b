package tw.nvr.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.TimeRange;
import tw.nvr.core.viewing.LookId;
import tw.nvr.core.viewing.Looks;
import tw.nvr.storage.Footage;
import tw.nvr.storage.FootageSettings;
import tw.nvr.storage.records.Records;
import tw.nvr.storage.volume.Volume;
import tw.nvr.web.Console;
import tw.nvr.web.ConsolePorts;
import tw.nvr.web.ConsoleSettings;

/** The console over the real disk and the real records; what it gives is judged by ffmpeg's demultiplexer. */
class PlaybackOfStoredFootageTest {
    private static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
    private static final Instant ONE = Instant.parse("2026-11-20T01:00:00Z");
    private static final CameraId GATE = new CameraId("gate");
    private static final int SECONDS = 60;
    private static final int PICTURES = 10;
    private static final int KEY_BYTES = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static int level;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Instant now = ONE;
    private Footage footage;
    private Records records;
    private Console console;

    /** The pictures are none, which the demultiplexer's look at them would tell at length. */
    @BeforeAll
    static void quiet() {
        level = avutil.av_log_get_level();
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    @AfterAll
    static void loud() {
        avutil.av_log_set_level(level);
    }

    @BeforeEach
    void start() {
        Volume.init(folder.resolve("disk"), "test", ONE);
        FootageSettings settings = FootageSettings.of(folder.resolve("disk"), TAIPEI)
                .withReserve(0)
                .withSegmentLength(Duration.ofSeconds(25));
        footage = Footage.open(
                settings, () -> now, () -> new ClockReading(now, System.nanoTime(), "boot", true), System::nanoTime);
        records = Records.open(folder.resolve("records"), () -> now, System::nanoTime);
        records.cameras()
                .add(
                        new Camera(
                                GATE,
                                "正門口",
                                "",
                                "",
                                StreamAddress.parse("rtsp://192.0.2.1/1"),
                                Optional.empty(),
                                CameraSource.AUTO,
                                false,
                                false,
                                true,
                                false),
                        Optional.empty(),
                        Actor.system("test"));
        Looks looks = new Looks(records.audit(), () -> now, () -> new LookId("0123456789abcdef".repeat(2)));
        console = Console.start(
                new ConsoleSettings("127.0.0.1", 0, TAIPEI, "", false),
                new ConsolePorts(
                        records.cameras(),
                        List::<CameraStatus>of,
                        footage.library(),
                        footage,
                        records.audit(),
                        looks,
                        locale -> new HealthReport(now, List.of()),
                        () -> now,
                        System::nanoTime));
    }

    @AfterEach
    void stop() {
        console.close();
        footage.close();
        records.close();
    }

    @Test
    void every_picture_is_played_back_once_and_in_time_and_key_frames_alone_likewise() throws Exception {
        RunSink run = footage.sink().openRun(GATE, format());
        record(run, 0, SECONDS);
        run.close(GapCause.STOPPED, ONE.plusSeconds(SECONDS));
        await(
                "all segments are sealed",
                () -> footage.library().segments(GATE, hour()).stream()
                        .allMatch(s -> s.state() == SegmentState.SEALED));
        assertThat(footage.library().segments(GATE, hour())).hasSizeGreaterThan(1);
        now = ONE.plusSeconds(7200);
        String look = look("playback");

        Path all = fetch(look + "/hls/gate/" + ONE.getEpochSecond() + ".m3u8", "all.mp4");
        List<Packets.Packet> pictures = Packets.video(all);
        assertThat(pictures).hasSize(SECONDS * PICTURES);
        for (int i = 0; i < pictures.size(); i++) {
            assertThat(pictures.get(i).seconds() - pictures.get(0).seconds())
                    .isBetween(i * 0.1 - 0.001, i * 0.1 + 0.001);
        }

        Path keys = fetch(look + "/keys/gate/" + ONE.getEpochSecond() + ".m3u8", "keys.mp4");
        List<Packets.Packet> alone = Packets.video(keys);
        List<Packets.Packet> expected =
                pictures.stream().filter(Packets.Packet::key).toList();
        assertThat(alone).hasSize(SECONDS / 2).isEqualTo(expected);
        assertThat(Files.size(keys)).isLessThan(Files.size(all));
    }

    @Test
    void live_pictures_come_within_half_a_second_and_go_on_across_segments() throws Exception {
        RunSink run = footage.sink().openRun(GATE, format());
        record(run, 0, 5);
        await("five seconds are on disk", () -> written() == 5);
        String look = look("live");
        long asked = System.nanoTime();
        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(uri(look + "/live/gate")).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        try (InputStream in = answer.body()) {
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            received.write(in.read());
            long firstByteMillis = (System.nanoTime() - asked) / 1_000_000;
            assertThat(firstByteMillis).as("milliseconds to the first byte").isLessThan(500);
            for (int s = 5; s < 40; s++) {
                record(run, s, 1);
                int second = s;
                await("second " + s + " is on disk", () -> written() == second + 1);
            }
            run.close(GapCause.STOPPED, ONE.plusSeconds(40));
            RunSink next = footage.sink().openRun(GATE, format());
            record(next, 100, 1);
            in.transferTo(received);
            next.close(GapCause.STOPPED, ONE.plusSeconds(101));
            Path file = Files.write(folder.resolve("live.mp4"), received.toByteArray());
            List<Packets.Packet> pictures = Packets.video(file);
            assertThat(pictures.get(0).key()).isTrue();
            assertThat(pictures).hasSize(36 * PICTURES);
        }
    }

    private int written() {
        return footage.library().segments(GATE, hour()).stream()
                .mapToInt(s -> (int) (s.frames() / PICTURES))
                .sum();
    }

    private static TimeRange hour() {
        return new TimeRange(ONE, ONE.plusSeconds(3600));
    }

    /** Seconds of pictures of which every twentieth is a key frame; no two are alike. */
    private void record(RunSink run, int from, int seconds) {
        for (int s = from; s < from + seconds; s++) {
            Fragment f = footage.sink().pool().take(KEY_BYTES * 2).orElseThrow();
            f.start(ONE.plusSeconds(s));
            f.video().baseDecodeTicks(s * 90_000L);
            for (int p = 0; p < PICTURES; p++) {
                boolean key = p == 0 && s % 2 == 0;
                int bytes = key ? KEY_BYTES : 100;
                f.buffer().putInt(bytes - 4).put((byte) (key ? 0x65 : 0x41));
                for (int i = 5; i < bytes; i++) {
                    f.buffer().put((byte) (s * 31 + p * 7 + i | 1));
                }
                f.video().add(bytes, 9000, 0, key);
            }
            now = ONE.plusSeconds(s + 1L);
            assertThat(run.offer(f)).isTrue();
            await("a second is written", () -> footage.storage().queuedBytes() == 0);
        }
    }

    private static StreamFormat format() {
        byte[] sps = HexFormat.of().parseHex("6742c00ad9047b0110000003001000000300a0f1226480");
        byte[] pps = HexFormat.of().parseHex("68cb804d2c80");
        ByteBuffer c = ByteBuffer.allocate(11 + sps.length + pps.length);
        c.put((byte) 1).put(sps, 1, 3).put((byte) 0xff).put((byte) 0xe1);
        c.putShort((short) sps.length).put(sps);
        c.put((byte) 1).putShort((short) pps.length).put(pps);
        return new StreamFormat(new VideoFormat(VideoFormat.Codec.H264, 64, 48, c.array()), Optional.empty());
    }

    private String look(String kind) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/looks"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://127.0.0.1:" + console.port())
                .header("X-NVR", "1")
                .POST(HttpRequest.BodyPublishers.ofString("kind=" + kind + "&camera=gate&purpose=inspect"))
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        assertThat(body).contains("\"look\"");
        return "/looks/" + body.replaceAll(".*\"look\":\"([0-9a-f]{32})\".*", "$1");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + console.port() + path);
    }

    /** Plays a playlist as a player would: every map and every entry, one after the other, into a file. */
    private Path fetch(String playlist, String name) throws Exception {
        String text = new String(get(uri(playlist), ""), StandardCharsets.UTF_8);
        assertThat(text).endsWith("#EXT-X-ENDLIST\n");
        Pattern map = Pattern.compile("#EXT-X-MAP:URI=\"([^\"]+)\"(?:,BYTERANGE=\"(\\d+@\\d+)\")?");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String range = "";
        for (String line : text.lines().toList()) {
            Matcher m = map.matcher(line);
            if (m.matches()) {
                all.writeBytes(get(uri(playlist).resolve(m.group(1)), m.group(2) == null ? "" : m.group(2)));
            } else if (line.startsWith("#EXT-X-BYTERANGE:")) {
                range = line.substring("#EXT-X-BYTERANGE:".length());
            } else if (!line.startsWith("#")) {
                all.writeBytes(get(uri(playlist).resolve(line), range));
                range = "";
            }
        }
        return Files.write(folder.resolve(name), all.toByteArray());
    }

    private byte[] get(URI uri, String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!range.isEmpty()) {
            String[] parts = range.split("@", 2);
            long first = Long.parseLong(parts[1]);
            request.header("Range", "bytes=" + first + "-" + (first + Long.parseLong(parts[0]) - 1));
        }
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(uri + " " + range).isEqualTo(range.isEmpty() ? 200 : 206);
        return answer.body();
    }

    private static void await(String name, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + name).isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }
}

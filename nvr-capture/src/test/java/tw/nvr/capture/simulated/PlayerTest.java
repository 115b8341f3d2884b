package tw.nvr.capture.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.ffmpeg.Patience;
import tw.nvr.capture.ffmpeg.TestClips;

/** Pace and timestamps, on a clock that the test moves. */
@Tag("rtsp")
class PlayerTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.250Z");
    private static final long NTP_EPOCH = 2_208_988_800L;

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong();

    private SimulatedCamera.Builder camera() {
        InstantSource wall = () -> NOON.plusNanos(now.get());
        return SimulatedCamera.builder(wall, now::get, ZoneOffset.UTC)
                .picture(160, 120)
                .log(100_000);
    }

    private void forward(Duration d) {
        now.addAndGet(d.toNanos());
    }

    @Test
    void a_loop_runs_on_without_a_step_turn_after_turn() throws Exception {
        Path clip = TestClips.withAac(folder.resolve("a.mp4"), 15);
        try (SimulatedCamera camera = camera().clip(clip).start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1, 2);
            forward(Duration.ofMillis(1_500 * 4 - 50));
            SentStream stream = camera.streams().get(0);
            Patience.until("four turns are sent", () -> stream.videoUnits() >= 60);
            List<SentUnit> video = stream.video();
            for (int i = 1; i < video.size(); i++) {
                assertThat(video.get(i).ticks() - video.get(i - 1).ticks()).isEqualTo(9_000);
                assertThat(video.get(i).sha1().equals(video.get(i % 15).sha1())).isTrue();
            }
            List<Long> sound = stream.units().stream()
                    .filter(u -> !u.video())
                    .map(SentUnit::ticks)
                    .toList();
            for (int i = 1; i < sound.size(); i++) {
                // at the turn up to one unit of sound is left out, and none overlaps
                assertThat(sound.get(i) - sound.get(i - 1)).isBetween(512L, 2_048L);
            }
        }
    }

    @Test
    void nothing_is_sent_before_it_is_due_and_everything_when_it_is() throws Exception {
        Path clip = TestClips.silent(folder.resolve("a.mp4"), 20, 160, 120);
        try (SimulatedCamera camera = camera().clip(clip).start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1);
            SentStream stream = camera.streams().get(0);
            for (int pictures = 1; pictures <= 5; pictures++) {
                int wanted = pictures;
                Patience.until(wanted + " pictures are sent", () -> stream.videoUnits() == wanted);
                forward(Duration.ofMillis(99));
                client.ask("GET_PARAMETER", client.url());
                assertThat(stream.videoUnits()).isEqualTo(wanted);
                forward(Duration.ofMillis(1));
            }
        }
    }

    @Test
    void paced_packets_are_spread_over_the_time_to_the_next_picture_and_a_burst_is_not() throws Exception {
        Path clip = TestClips.silent(folder.resolve("a.mp4"), 20, 640, 480);
        assertThat(packetsAt(clip, Delivery.PACED, 0)).isLessThan(4);
        assertThat(packetsAt(clip, Delivery.PACED, 99)).isGreaterThan(6);
        assertThat(packetsAt(clip, Delivery.BURST, 0)).isGreaterThan(6);
    }

    /** Packets of the first picture that were sent so many milliseconds after it was due. */
    private long packetsAt(Path clip, Delivery delivery, long millis) throws Exception {
        try (SimulatedCamera camera = camera().clip(clip).delivery(delivery).start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1);
            client.frame();
            forward(Duration.ofMillis(millis));
            // two answers later the server has been through its loop with the new time
            client.ask("GET_PARAMETER", client.url());
            client.ask("GET_PARAMETER", client.url());
            assertThat(camera.streams().get(0).videoUnits()).isEqualTo(1);
            return camera.streams().get(0).packets();
        }
    }

    @Test
    void sender_reports_tie_both_tracks_to_the_wall_clock() throws Exception {
        try (SimulatedCamera camera = camera().tone(ClipFormat.Codec.PCMU).start();
                RtspClient client = new RtspClient(camera.address())) {
            forward(Duration.ofMillis(40));
            RtspClient.Answer played = client.play(1, 2);
            Map<Integer, Long> atPlay = new HashMap<>();
            String[] infos = played.header("rtp-info").split(",", -1);
            atPlay.put(1, Long.parseLong(infos[0].replaceAll(".*rtptime=", "")));
            atPlay.put(3, Long.parseLong(infos[1].replaceAll(".*rtptime=", "")));
            long playedAt = now.get();
            for (int round = 0; round < 2; round++) {
                forward(Duration.ofSeconds(6));
                for (int channel : new int[] {1, 3}) {
                    RtspClient.Frame report = client.frame(channel);
                    long seconds = report.word(8) - NTP_EPOCH;
                    long nanos = report.word(12) * 1_000_000_000L >>> 32;
                    Instant claimed = Instant.ofEpochSecond(seconds, nanos);
                    long sincePlay =
                            Duration.between(NOON.plusNanos(playedAt), claimed).toNanos();
                    int rate = channel == 1 ? 90_000 : 8_000;
                    long ticks = report.word(16) - atPlay.get(channel) & 0xffffffffL;
                    assertThat((double) ticks / rate).isBetween(sincePlay / 1e9 - 0.002, sincePlay / 1e9 + 0.002);
                }
            }
        }
    }

    @Test
    void a_picture_in_many_packets_can_be_put_together_again() throws Exception {
        Path clip = TestClips.silent(folder.resolve("a.mp4"), 10, 640, 480);
        try (SimulatedCamera camera =
                        camera().clip(clip).delivery(Delivery.BURST).start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1);
            List<byte[]> nals = new ArrayList<>();
            ByteArrayOutputStream nal = new ByteArrayOutputStream();
            for (boolean last = false; !last; ) {
                RtspClient.Frame f = client.frame(0);
                last = f.marker();
                byte[] d = f.data();
                assertThat(d.length).isLessThanOrEqualTo(12 + Packetizer.LIMIT);
                if (f.nalType() == 28) {
                    if ((d[13] & 0x80) != 0) {
                        nal.reset();
                        nal.write(d[12] & 0xe0 | d[13] & 0x1f);
                    }
                    nal.write(d, 14, d.length - 14);
                    if ((d[13] & 0x40) != 0) {
                        nals.add(nal.toByteArray());
                    }
                } else if (f.nalType() != 7 && f.nalType() != 8) {
                    nals.add(Arrays.copyOfRange(d, 12, d.length));
                }
            }
            SentUnit sent = camera.streams().get(0).video().get(0);
            assertThat(SentUnit.sha1OfNals(nals)).isEqualTo(sent.sha1());
            assertThat(nals.stream().mapToInt(n -> n.length).sum()).isEqualTo(sent.bytes());
        }
    }

    @Test
    void pictures_are_sent_in_decoding_order_with_presentation_times() throws Exception {
        try (SimulatedCamera camera = camera().clip(TestClips.persons()).start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1);
            forward(Duration.ofSeconds(10));
            SentStream stream = camera.streams().get(0);
            Patience.until("ten seconds are sent", () -> stream.videoUnits() >= 100);
            List<Long> ticks =
                    stream.video().subList(0, 100).stream().map(SentUnit::ticks).toList();
            assertThat(ticks).isNotEqualTo(ticks.stream().sorted().toList());
            assertThat(ticks).doesNotHaveDuplicates();
        }
    }
}

package tw.nvr.capture.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.ffmpeg.Patience;
import tw.nvr.capture.ffmpeg.TestClips;
import tw.nvr.core.problem.ProblemException;

@Tag("rtsp")
class SimulatedCameraDialogueTest {
    @TempDir
    Path folder;

    private static SimulatedCamera.Builder camera() {
        return SimulatedCamera.builder(InstantSource.system(), System::nanoTime, ZoneOffset.UTC)
                .picture(160, 120)
                .log(1_000);
    }

    @Test
    void options_are_told_without_a_password() throws Exception {
        try (SimulatedCamera camera =
                        camera().credentials("a", "b".toCharArray()).start();
                RtspClient client = new RtspClient(camera.address())) {
            RtspClient.Answer answer = client.ask("OPTIONS", client.url());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("public")).contains("DESCRIBE", "SETUP", "PLAY", "GET_PARAMETER", "TEARDOWN");
        }
    }

    @Test
    void the_description_has_parameter_sets_sound_and_relative_controls() throws Exception {
        try (SimulatedCamera camera = camera().tone(ClipFormat.Codec.AAC).start();
                RtspClient client = new RtspClient(camera.address())) {
            RtspClient.Answer answer = client.ask("DESCRIBE", client.url());
            assertThat(answer.header("content-base")).isEqualTo(client.url() + "/");
            assertThat(answer.body())
                    .contains("a=rtpmap:96 H264/90000", "packetization-mode=1", "sprop-parameter-sets=Z0")
                    .contains("profile-level-id=42c0", "a=control:track1", "a=control:track2")
                    .contains("a=rtpmap:97 mpeg4-generic/16000/1", "mode=AAC-hbr", "config=1408");
        }
    }

    @Test
    void g711_has_its_standard_payload_type() throws Exception {
        try (SimulatedCamera camera = camera().tone(ClipFormat.Codec.PCMA).start();
                RtspClient client = new RtspClient(camera.address())) {
            assertThat(client.ask("DESCRIBE", client.url()).body()).contains("m=audio 0 RTP/AVP 8", "PCMA/8000");
            client.play(2);
            assertThat(client.frame(0).payloadType()).isEqualTo(8);
            assertThat(client.frame(0).data()).hasSize(12 + 160);
        }
    }

    @Test
    void each_file_has_its_own_address_and_others_are_not_found() throws Exception {
        Path first = TestClips.silent(folder.resolve("1.mp4"), 10, 160, 120);
        Path second = TestClips.withAac(folder.resolve("2.mp4"), 10);
        try (SimulatedCamera camera = camera().clip(first).clip(second).start();
                RtspClient client = new RtspClient(camera.address())) {
            String root = client.url().substring(0, client.url().length() - 1);
            assertThat(client.ask("DESCRIBE", root).body()).doesNotContain("m=audio");
            assertThat(client.ask("DESCRIBE", root + "1").body()).doesNotContain("m=audio");
            assertThat(client.ask("DESCRIBE", root + "2?x=y").body()).contains("m=audio");
            assertThat(client.ask("DESCRIBE", root + "3").status()).isEqualTo(404);
            assertThat(client.ask("DESCRIBE", root + "../etc").status()).isEqualTo(404);
        }
    }

    @Test
    void packets_come_on_the_channels_that_the_client_asks_for() throws Exception {
        try (SimulatedCamera camera = camera().start();
                RtspClient client = new RtspClient(camera.address())) {
            RtspClient.Answer set =
                    client.ask("SETUP", client.url() + "/track1", "Transport: RTP/AVP/TCP;unicast;interleaved=6-7");
            assertThat(set.header("transport")).contains("interleaved=6-7");
            RtspClient.Answer played = client.ask("PLAY", client.url());
            RtspClient.Frame first = client.frame();
            assertThat(first.channel()).isEqualTo(6);
            assertThat(played.header("rtp-info")).contains(";seq=" + first.sequence() + ";rtptime=");
            assertThat(client.frame(7).data()[1] & 0xff).isEqualTo(200);
        }
    }

    @Test
    void multicast_is_refused_and_tcp_where_the_camera_is_to_send_udp_only() throws Exception {
        try (SimulatedCamera camera = camera().start();
                RtspClient client = new RtspClient(camera.address())) {
            String multicast = "Transport: RTP/AVP;multicast";
            assertThat(client.ask("SETUP", client.url() + "/track1", multicast).status())
                    .isEqualTo(461);
            camera.misbehaviour().udpOnly(true);
            String tcp = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1";
            assertThat(client.ask("SETUP", client.url() + "/track1", tcp).status())
                    .isEqualTo(461);
        }
    }

    @Test
    void requests_out_of_order_are_refused() throws Exception {
        try (SimulatedCamera camera = camera().start();
                RtspClient client = new RtspClient(camera.address())) {
            assertThat(client.ask("PLAY", client.url()).status()).isEqualTo(455);
            assertThat(client.ask("PAUSE", client.url()).status()).isEqualTo(455);
            assertThat(client.ask("TEARDOWN", client.url()).status()).isEqualTo(454);
            assertThat(client.ask("RECORD", client.url()).status()).isEqualTo(501);
            client.ask("SETUP", client.url() + "/track1", "Transport: RTP/AVP/TCP;interleaved=0-1");
            assertThat(client.ask("PLAY", client.url(), "Session: 0123456789abcdef")
                            .status())
                    .isEqualTo(454);
        }
    }

    @Test
    void teardown_ends_the_stream_and_leaves_the_connection() throws Exception {
        try (SimulatedCamera camera = camera().start();
                RtspClient client = new RtspClient(camera.address())) {
            client.play(1);
            client.frame();
            assertThat(client.ask("TEARDOWN", client.url()).status()).isEqualTo(200);
            assertThat(camera.streams().get(0).ended()).isTrue();
            assertThat(client.ask("OPTIONS", client.url()).status()).isEqualTo(200);
        }
    }

    @Test
    void two_clients_see_the_same_generated_pictures() throws Exception {
        try (SimulatedCamera camera = camera().speed(5).start();
                RtspClient one = new RtspClient(camera.address());
                RtspClient two = new RtspClient(camera.address())) {
            one.play(1);
            one.frame();
            two.play(1);
            Patience.until("both have twenty pictures", () -> {
                one.frame();
                two.frame();
                return camera.streams().stream().allMatch(s -> s.videoUnits() >= 20);
            });
            SentStream second = camera.streams().get(1);
            assertThat(second.video().get(0).key()).isTrue();
            assertThat(camera.streams().get(0).video())
                    .extracting(SentUnit::sha1)
                    .containsAll(second.video().subList(0, 5).stream()
                            .map(SentUnit::sha1)
                            .toList());
        }
    }

    @Test
    void a_client_that_falls_silent_is_hung_up_on_and_one_that_speaks_is_not() throws Exception {
        AtomicLong now = new AtomicLong();
        try (SimulatedCamera camera = SimulatedCamera.builder(InstantSource.system(), now::get, ZoneOffset.UTC)
                        .picture(160, 120)
                        .sessionTimeout(Duration.ofSeconds(30))
                        .start();
                RtspClient silent = new RtspClient(camera.address());
                RtspClient reporting = new RtspClient(camera.address())) {
            assertThat(silent.play(1).header("session")).contains("timeout=30");
            reporting.play(1);
            now.addAndGet(Duration.ofSeconds(20).toNanos());
            reporting.raw(new byte[] {'$', 1, 0, 8, (byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 1});
            reporting.ask("GET_PARAMETER", reporting.url());
            now.addAndGet(Duration.ofSeconds(20).toNanos());
            Patience.until(
                    "the silent one is hung up on",
                    () -> camera.streams().get(0).ended());
            assertThat(reporting.ask("GET_PARAMETER", reporting.url()).status()).isEqualTo(200);
            assertThat(camera.streams().get(1).ended()).isFalse();
        }
    }

    @Test
    void what_is_no_request_ends_that_connection_and_no_other() throws Exception {
        try (SimulatedCamera camera = camera().start();
                RtspClient good = new RtspClient(camera.address());
                RtspClient bad = new RtspClient(camera.address());
                RtspClient endless = new RtspClient(camera.address())) {
            bad.raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            endless.raw("x".repeat(20_000).getBytes(StandardCharsets.UTF_8));
            assertThat(bad.read()).isEqualTo(-1);
            assertThatThrownBy(() -> {
                        if (endless.read() < 0) {
                            throw new EOFException();
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(good.ask("OPTIONS", good.url()).status()).isEqualTo(200);
        }
    }

    @Test
    void a_taken_port_is_a_clear_problem() throws Exception {
        try (SimulatedCamera camera = camera().start()) {
            assertThatThrownBy(
                            () -> camera().port(camera.address().port()).start().close())
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().key()).isEqualTo("simulated-port");
                        assertThat(e.problem().arguments())
                                .contains(String.valueOf(camera.address().port()));
                    });
        }
    }

    @Test
    void a_damaged_file_among_good_ones_is_named_before_anybody_connects() throws Exception {
        Path good = TestClips.silent(folder.resolve("1.mp4"), 10, 160, 120);
        Path bad = TestClips.silent(folder.resolve("2.mp4"), 10, 160, 120);
        byte[] bytes = Files.readAllBytes(bad);
        int picture = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
        bytes[picture] = (byte) 0x7f;
        Files.write(bad, bytes);
        assertThatThrownBy(() -> camera().clip(good).clip(bad).start().close())
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().key()).isEqualTo("clip-damaged");
                    assertThat(e.problem().arguments()).contains(bad.toString());
                });
    }

    @Test
    void a_file_that_vanishes_ends_those_who_want_it_and_not_the_camera() throws Exception {
        Path first = TestClips.silent(folder.resolve("1.mp4"), 10, 160, 120);
        Path second = TestClips.silent(folder.resolve("2.mp4"), 10, 160, 120);
        try (SimulatedCamera camera = camera().clip(first).clip(second).start();
                RtspClient good = new RtspClient(camera.address(1));
                RtspClient bad = new RtspClient(camera.address(2))) {
            good.play(1);
            Files.delete(second);
            assertThatThrownBy(() -> bad.play(1)).isInstanceOf(EOFException.class);
            assertThat(good.ask("GET_PARAMETER", good.url()).status()).isEqualTo(200);
        }
    }
}

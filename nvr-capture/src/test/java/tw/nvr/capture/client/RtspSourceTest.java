package tw.nvr.capture.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.client.OddServer.Asked;
import tw.nvr.capture.ffmpeg.AudioThread;
import tw.nvr.capture.ffmpeg.Patience;
import tw.nvr.capture.rtsp.AuthStrength;
import tw.nvr.capture.run.KeptFootage;
import tw.nvr.capture.run.RunBuilder;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;

/** Our RTSP client against servers as odd as cameras are: each failure has its cause and its words. */
@Tag("rtsp")
class RtspSourceTest {
    private static final String SDP = "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n";

    private final AudioThread audio = new AudioThread();
    private final AuthMemory memory = new AuthMemory();

    @AfterEach
    void close() {
        audio.close();
    }

    private RtspSource source(StreamAddress address, Optional<String> user) {
        Camera camera = new Camera(
                new CameraId("gate"), "gate", "", "", address, user, CameraSource.RTSP, false, true, true, true);
        return new RtspSource(
                camera,
                () -> user.map(u -> "secret".toCharArray()),
                memory,
                ByteBuffer.allocateDirect(RtspSource.SHARED_BYTES),
                audio,
                System::nanoTime);
    }

    private SourceException failure(StreamAddress address) {
        try (RtspSource source = source(address, Optional.empty())) {
            return catchThrowableOfType(SourceException.class, source::open);
        }
    }

    private SourceException failure(Function<Asked, String> answers) throws Exception {
        try (OddServer server = new OddServer(answers)) {
            return failure(server.address());
        }
    }

    private static String answer(Asked asked, int status, String headers, String body) {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return "RTSP/1.0 " + status + " Whatever\r\nCSeq: " + asked.header("CSeq") + "\r\n" + headers + length + "\r\n"
                + body;
    }

    /** A camera that is well but for what the test changes. */
    private static String well(Asked asked) {
        return switch (asked.method()) {
            case "OPTIONS" -> answer(asked, 200, "Public: DESCRIBE, SETUP, PLAY, GET_PARAMETER\r\n", "");
            case "DESCRIBE" -> answer(asked, 200, "Content-Type: application/sdp\r\n", SDP);
            case "SETUP" ->
                answer(asked, 200, "Transport: RTP/AVP/TCP;interleaved=4-5\r\nSession: 12345678;timeout=2\r\n", "");
            default -> answer(asked, 200, "", "");
        };
    }

    private static void assertFailure(SourceException e, GapCause cause, String key, boolean otherReader) {
        assertThat(e).isNotNull();
        assertThat(e.problem().key()).isEqualTo(key);
        assertThat(e.gapCause()).isEqualTo(cause);
        assertThat(e.otherReader()).isEqualTo(otherReader);
    }

    @Test
    void tracks_of_metadata_and_of_unknown_kinds_are_not_asked_for_and_sound_that_is_not_recorded_is_named()
            throws Exception {
        String more = """
                m=application 0 RTP/AVP 107
                a=rtpmap:107 vnd.onvif.metadata/90000
                a=control:metadata
                m=text 0 RTP/AVP 108
                a=rtpmap:108 t140/1000
                a=control:text
                m=audio 0 RTP/AVP 109
                a=rtpmap:109 OPUS/48000/2
                a=control:opus
                m=video 0 RTP/AVP 26
                a=control:second
                """;
        Function<Asked, String> answers = a -> a.method().equals("DESCRIBE") ? answer(a, 200, "", SDP + more) : well(a);
        try (OddServer server = new OddServer(answers);
                RtspSource source = source(server.address(), Optional.empty())) {
            source.open();
            assertThat(server.asked())
                    .extracting(Asked::line)
                    .filteredOn(line -> line.startsWith("SETUP"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("track1"));
            assertThat(source.trouble().map(Problem::key)).contains("sound-codec");
        }
    }

    @Test
    void an_unknown_host_a_closed_port_and_rtsps_are_told_apart() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertFailure(
                failure(new StreamAddress("rtsp", "127.0.0.1", port, "/")),
                GapCause.CAMERA_UNREACHABLE,
                "camera-port-closed",
                false);
        assertFailure(
                failure(new StreamAddress("rtsp", "no-such-camera.invalid", 554, "/")),
                GapCause.CAMERA_UNREACHABLE,
                "camera-host-unknown",
                false);
        assertFailure(
                failure(new StreamAddress("rtsps", "127.0.0.1", port, "/")),
                GapCause.CAMERA_UNREACHABLE,
                "camera-port-closed",
                false);
    }

    @Test
    void a_path_that_is_unknown_and_a_redirect_are_refused_with_words() throws Exception {
        assertFailure(
                failure(a -> a.method().equals("DESCRIBE") ? answer(a, 404, "", "") : well(a)),
                GapCause.CAMERA_UNREACHABLE,
                "rtsp-no-such-stream",
                false);
        assertFailure(
                failure(a -> a.method().equals("DESCRIBE")
                        ? answer(a, 302, "Location: rtsp://10.0.0.1/other\r\n", "")
                        : well(a)),
                GapCause.CAMERA_UNREACHABLE,
                "rtsp-redirect",
                false);
    }

    @Test
    void another_codec_and_a_camera_that_only_sends_udp_are_left_to_ffmpeg() throws Exception {
        String h266 = SDP.replace("H264", "H266");
        assertFailure(
                failure(a -> a.method().equals("DESCRIBE") ? answer(a, 200, "", h266) : well(a)),
                GapCause.STREAM_DAMAGED,
                "stream-codec",
                true);
        assertFailure(
                failure(a -> a.method().equals("SETUP") ? answer(a, 461, "", "") : well(a)),
                GapCause.STREAM_DAMAGED,
                "stream-transport-refused",
                true);
    }

    @Test
    void what_is_no_rtsp_and_what_hangs_up_in_the_middle_is_told() throws Exception {
        assertFailure(
                failure(a -> "HTTP/1.1 400 Bad Request\r\n\r\n" + "x".repeat(20_000)),
                GapCause.CAMERA_UNREACHABLE,
                "rtsp-not-spoken",
                false);
        assertFailure(
                failure(a -> a.method().equals("PLAY") ? null : well(a)),
                GapCause.CAMERA_UNREACHABLE,
                "camera-hung-up",
                false);
    }

    @Test
    @Tag("realtime")
    void a_camera_that_takes_the_connection_and_says_nothing_is_given_five_seconds() throws Exception {
        long before = System.nanoTime();
        assertFailure(failure(a -> ""), GapCause.CAMERA_UNREACHABLE, "camera-no-answer", false);
        assertThat(System.nanoTime() - before).isBetween(TimeUnit.SECONDS.toNanos(4), TimeUnit.SECONDS.toNanos(9));
    }

    @Test
    void a_camera_that_refuses_options_and_numbers_no_answer_is_good_enough() throws Exception {
        Function<Asked, String> odd = a -> a.method().equals("OPTIONS")
                ? answer(a, 501, "", "").replaceAll("CSeq: .*\r\n", "")
                : well(a).replaceAll("CSeq: .*\r\n", "");
        try (OddServer server = new OddServer(odd);
                RtspSource source = source(server.address(), Optional.empty())) {
            source.open();
            assertThat(server.asked().stream().map(Asked::method))
                    .containsExactly("OPTIONS", "DESCRIBE", "SETUP", "PLAY");
            assertThat(server.asked().get(2).line()).isEqualTo("SETUP " + server.address() + "/track1 RTSP/1.0");
            assertThat(server.asked().get(3).header("Session")).isEqualTo("12345678");
        }
    }

    @Test
    void a_password_that_is_refused_is_tried_once() throws Exception {
        Function<Asked, String> refusing = a ->
                answer(a, 401, "WWW-Authenticate: Digest realm=\"cam\", nonce=\"" + a.header("CSeq") + "\"\r\n", "");
        try (OddServer server = new OddServer(refusing);
                RtspSource source = source(server.address(), Optional.of("viewer"))) {
            assertFailure(
                    catchThrowableOfType(SourceException.class, source::open),
                    GapCause.AUTH,
                    "camera-auth-refused",
                    false);
            assertThat(server.asked().stream()
                            .filter(a -> !a.header("Authorization").isEmpty()))
                    .hasSize(1);
            assertThat(server.asked().toString()).doesNotContain("secret");
        }
    }

    @Test
    void a_camera_that_asks_for_the_password_in_a_weaker_way_than_last_time_does_not_get_it() throws Exception {
        memory.remember(AuthStrength.SHA_256);
        Function<Asked, String> weaker =
                a -> answer(a, 401, "WWW-Authenticate: Digest realm=\"cam\", algorithm=MD5, nonce=\"1\"\r\n", "");
        try (OddServer server = new OddServer(weaker);
                RtspSource source = source(server.address(), Optional.of("viewer"))) {
            assertFailure(
                    catchThrowableOfType(SourceException.class, source::open),
                    GapCause.AUTH,
                    "camera-auth-weaker",
                    false);
            assertThat(server.asked()).allMatch(a -> a.header("Authorization").isEmpty());
        }
    }

    @Test
    void the_session_is_kept_alive_at_half_its_timeout_and_taken_down_at_the_end() throws Exception {
        KeptFootage kept = new KeptFootage();
        try (OddServer server = new OddServer(RtspSourceTest::well)) {
            RtspSource source = source(server.address(), Optional.empty());
            RunBuilder sink = new RunBuilder(new CameraId("gate"), kept);
            try (source) {
                source.open();
                Patience.until("a sign of life", () -> {
                    source.poll(sink);
                    return server.asked().stream().anyMatch(a -> a.method().equals("GET_PARAMETER"));
                });
            }
            Patience.until(
                    "the end",
                    () -> server.asked().stream()
                            .anyMatch(a -> a.method().equals("TEARDOWN")
                                    && a.header("Session").equals("12345678")));
            List<Integer> numbers = server.asked().stream()
                    .map(a -> Integer.parseInt(a.header("CSeq")))
                    .toList();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void a_session_that_the_camera_has_forgotten_ends_the_connection() throws Exception {
        Function<Asked, String> forgetful = a -> a.method().equals("GET_PARAMETER") ? answer(a, 454, "", "") : well(a);
        try (OddServer server = new OddServer(forgetful);
                RtspSource source = source(server.address(), Optional.empty())) {
            source.open();
            RunBuilder sink = new RunBuilder(new CameraId("gate"), new KeptFootage());
            SourceException[] ended = new SourceException[1];
            Patience.until("it ends", () -> {
                ended[0] = catchThrowableOfType(SourceException.class, () -> source.poll(sink));
                return ended[0] != null;
            });
            assertThat(ended[0].gapCause()).isEqualTo(GapCause.CAMERA_UNREACHABLE);
        }
    }
}

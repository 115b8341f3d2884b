package tw.nvr.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.problem.Problem;

/** Descriptions constructed after the habits of camera makes, from the answer's bytes to the address for SETUP. */
class CameraHabitsTest {
    private static final String H265 = "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\n";
    private static final String H264 = "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";

    /**
     * What a make does.
     *
     * @param path of the address we connect to
     * @param headers of the answer to DESCRIBE
     * @param sdp the description
     * @param setup path for SETUP of the video track
     * @param sound encoding of the sound that is recorded, or nothing
     */
    record Habit(String make, String path, String headers, String sdp, String setup, String sound) {
        @Override
        public String toString() {
            return make;
        }
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    static Stream<Habit> habits() {
        return Stream.of(
                new Habit(
                        "Hikvision: absolute base with another port, metadata track",
                        "/Streaming/Channels/101",
                        "Content-Base: rtsp://10.0.0.7:554/Streaming/Channels/101/\r\n",
                        "v=0\r\na=control:rtsp://10.0.0.7:554/Streaming/Channels/101/\r\n" + H264
                                + "a=fmtp:96 profile-level-id=420029; packetization-mode=1; sprop-parameter-sets=Z0LAHtk=,aMuDyyA=\r\n"
                                + "a=control:rtsp://10.0.0.7:554/Streaming/Channels/101/trackID=1\r\n"
                                + "m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=control:trackID=2\r\n"
                                + "m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\n",
                        "/Streaming/Channels/101/trackID=1",
                        "PCMA"),
                new Habit(
                        "Dahua: query string and slash behind it",
                        "/cam/realmonitor?channel=1&subtype=0",
                        "Content-Base: rtsp://192.168.1.108:554/cam/realmonitor?channel=1&subtype=0/\r\n",
                        H264 + "a=control:trackID=0\r\nm=audio 0 RTP/AVP 97\r\n"
                                + "a=rtpmap:97 MPEG4-GENERIC/16000\r\na=fmtp:97 streamtype=5;mode=AAC-hbr;config=1408;"
                                + "SizeLength=13; IndexLength=3;IndexDeltaLength=3\r\n",
                        "/cam/realmonitor?channel=1&subtype=0/trackID=0",
                        "MPEG4-GENERIC"),
                new Habit(
                        "Axis: absolute control with a query",
                        "/axis-media/media.amp",
                        "Content-Base: rtsp://10.0.0.7/axis-media/media.amp/\r\n",
                        "a=control:rtsp://10.0.0.7/axis-media/media.amp?videocodec=h264\r\n" + H264
                                + "a=control:rtsp://10.0.0.7/axis-media/media.amp/stream=0?videocodec=h264\r\n",
                        "/axis-media/media.amp/stream=0?videocodec=h264",
                        ""),
                new Habit(
                        "Reolink: base without slash, audio without fmtp",
                        "/h264Preview_01_main",
                        "Content-Base: rtsp://10.0.0.7/h264Preview_01_main\r\n",
                        H264 + "a=control:track1\r\nm=audio 0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/16000\r\n",
                        "/h264Preview_01_main/track1",
                        "MPEG4-GENERIC"),
                new Habit(
                        "TP-Link: no base at all, talk-back track first",
                        "/stream1",
                        "",
                        "m=audio 0 RTP/AVP 8\r\na=control:track3\r\na=sendonly\r\n" + H264
                                + "a=control:track1\r\nm=audio 0 RTP/AVP 0\r\na=control:track2\r\na=recvonly\r\n",
                        "/stream1/track1",
                        "PCMU"),
                new Habit(
                        "Foscam: Content-Location, bare line feeds",
                        "/videoMain",
                        "Content-Location: rtsp://10.0.0.7:88/videoMain\r\n",
                        (H264 + "a=control:track1\r\n").replace("\r\n", "\n"),
                        "/videoMain/track1",
                        ""),
                new Habit(
                        "Uniview: control in front of rtpmap, two spaces, lower case",
                        "/media/video1",
                        "Content-Base: rtsp://10.0.0.7/media/video1/\r\n",
                        lines(
                                "m=video 0  RTP/AVP  105",
                                "a=control:video",
                                "a=rtpmap:105  h264/90000",
                                "a=fmtp:105  packetization-mode = 1 ; sprop-parameter-sets = Z0LAHtk= , aMuDyyA="),
                        "/media/video1/video",
                        ""),
                new Habit(
                        "Vivotek: several payload types, the first of a vendor",
                        "/live.sdp",
                        "Content-Base: rtsp://10.0.0.7/live.sdp/\r\n",
                        lines(
                                "m=video 0 RTP/AVP 98 97",
                                "a=rtpmap:98 VND.VIVOTEK/90000",
                                "a=rtpmap:97 H264/90000",
                                "a=control:trackID=1"),
                        "/live.sdp/trackID=1",
                        ""),
                new Habit(
                        "Bosch: control with a leading slash",
                        "/rtsp_tunnel?inst=1",
                        "Content-Base: rtsp://10.0.0.7/rtsp_tunnel/\r\n",
                        H264 + "a=control:/rtsp_tunnel/stream=video\r\n",
                        "/rtsp_tunnel/stream=video",
                        ""),
                new Habit(
                        "Hanwha: host name that only the camera knows",
                        "/profile2/media.smp",
                        "Content-Base: rtsp://ipcam.local/profile2/media.smp/\r\n",
                        H264 + "a=control:rtsp://ipcam.local/profile2/media.smp/trackID=v\r\n"
                                + "m=audio 0 RTP/AVP 14\r\na=control:trackID=a\r\n",
                        "/profile2/media.smp/trackID=v",
                        ""),
                new Habit(
                        "Xiongmai: no rtpmap, no control",
                        "/user=viewer_stream=0.sdp",
                        "",
                        "m=video 0 RTP/AVP 96\r\na=fmtp:96 packetization-mode=1\r\n",
                        "/user=viewer_stream=0.sdp",
                        ""),
                new Habit(
                        "Wansview: session control of a star, clock left out, folded header",
                        "/live/ch0",
                        "Content-Base:\r\n rtsp://10.0.0.7/live/ch0/\r\n",
                        "a=control:*\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264\r\na=control:track0\r\n",
                        "/live/ch0/track0",
                        ""),
                new Habit(
                        "GStreamer: stream=0, unknown attributes, zero bytes",
                        "/test",
                        "Content-Base: rtsp://127.0.0.1:8554/test/\r\n",
                        "v=0\r\nt=0 0\r\na=tool:GStreamer\r\na=range:npt=0-\r\n" + H264
                                + "b=AS:4000\r\na=framerate:25\r\na=control:stream=0\r\na=ts-refclk:local\r\n",
                        "/test/stream=0",
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("habits")
    void a_make_s_description_leads_to_the_address_of_its_video_track(Habit habit) throws Exception {
        byte[] body = habit.sdp().getBytes(StandardCharsets.UTF_8);
        String answer = "RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Type: application/sdp\r\n" + habit.headers()
                + "Content-Length: " + body.length + "\r\n\r\n" + habit.sdp();
        ByteBuffer received = ByteBuffer.allocate(8192).put(answer.getBytes(StandardCharsets.UTF_8));
        RtspMessage message = RtspParser.take(received).orElseThrow();
        Sdp sdp = Sdp.parse(message.body());
        SdpTrack video = sdp.video();
        StreamAddress address = StreamAddress.parse("rtsp://203.0.113.5:1554" + habit.path());
        String setup = ControlUrl.track(
                address,
                message.header("Content-Base"),
                message.header("Content-Location"),
                sdp.control(),
                video.control());
        assertThat(setup).isEqualTo("rtsp://203.0.113.5:1554" + habit.setup());
        assertThat(video.clockRate()).isEqualTo(90_000);
        assertThat(sdp.audio().map(SdpTrack::encoding).orElse("")).isEqualTo(habit.sound());
    }

    @Test
    void parameter_sets_are_decoded_whatever_the_spaces_and_padding() throws SourceException {
        Sdp sdp = Sdp.parse((H264 + "a=fmtp:96;Sprop-Parameter-Sets = Z0LAHtk , aMuDyyA=,, !!\r\n")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(sdp.video().parameterSets()).hasSize(2);
        assertThat(sdp.video().parameterSets().get(1)).startsWith(0x68, 0xcb);
    }

    @Test
    void h265_is_recorded_under_both_of_its_names_and_without_an_rtpmap_and_h264_is_preferred() throws SourceException {
        String sets = "a=fmtp:96 sprop-vps=QAEMAf//;sprop-sps=QgEBAWAA; sprop-pps=RAHAc8GJ ;sprop-max-don-diff=0\r\n";
        for (String sdp :
                List.of(H265 + sets, H265.replace("H265", "hevc") + sets, "m=video 0 RTP/AVP 96\r\n" + sets)) {
            SdpTrack video = Sdp.parse(sdp.getBytes(StandardCharsets.UTF_8)).video();
            assertThat(video.isH265()).isTrue();
            assertThat(video.clockRate()).isEqualTo(90_000);
            assertThat(video.parameterSets()).extracting(s -> s[0] >> 1).containsExactly(32, 33, 34);
        }
        Sdp both = Sdp.parse((H265 + H264).getBytes(StandardCharsets.UTF_8));
        assertThat(both.video().encoding()).isEqualTo("H264");
    }

    @Test
    void every_kind_of_sound_that_can_be_recorded_is_taken_and_of_the_others_it_is_said_why_not() {
        for (String sound : List.of(
                "0 RTP/AVP 0",
                "0 RTP/AVP 2",
                "0 RTP/AVP 10",
                "0 RTP/AVP 97\r\na=rtpmap:97 G726-16/8000",
                "0 RTP/AVP 97\r\na=rtpmap:97 AAL2-G726-40/8000/1",
                "0 RTP/AVP 97\r\na=rtpmap:97 L16/22050/2",
                "0 RTP/AVP 97\r\na=rtpmap:97 MP4A-LATM/90000\r\na=fmtp:97 cpresent=0; config=400028203fc0",
                "0 RTP/AVP 97\r\na=rtpmap:97 MP4A-LATM/16000\r\na=fmtp:97 object=2",
                "0 RTP/AVP 97\r\na=rtpmap:97 mpeg4-generic/16000\r\na=fmtp:97 config=\"1408\"; sizeLength=13")) {
            Sdp sdp = Sdp.parse((H264 + "m=audio " + sound + "\r\n").getBytes(StandardCharsets.UTF_8));
            assertThat(sdp.audio()).as(sound).isPresent();
            assertThat(sdp.soundTrouble()).as(sound).isEmpty();
        }
        assertSilent("0 RTP/AVP 97\r\na=rtpmap:97 OPUS/48000/2", "sound-codec");
        assertSilent("0 RTP/AVP 97\r\na=rtpmap:97 MP4A-LATM/16000\r\na=fmtp:97 cpresent=0", "sound-codec");
        assertSilent("0 RTP/AVP 97\r\na=rtpmap:97 L16/48000/6", "sound-codec");
        assertSilent("0 RTP/SAVP 0", "sound-srtp");
        String aac = "0 RTP/AVP 97\r\na=rtpmap:97 mpeg4-generic/16000\r\na=fmtp:97 config=1408;maxDisplacement=4096";
        assertSilent(aac, "sound-interleaved");
        assertThat(Sdp.parse(H264.getBytes(StandardCharsets.UTF_8)).soundTrouble())
                .isEmpty();
    }

    private static void assertSilent(String sound, String key) {
        Sdp sdp = Sdp.parse((H264 + "m=audio " + sound + "\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(sdp.audio()).as(sound).isEmpty();
        assertThat(sdp.soundTrouble().map(Problem::key)).as(sound).contains(key);
    }

    @Test
    void what_cannot_be_recorded_is_refused_with_words_that_say_whether_ffmpeg_can() {
        assertRefused("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H266/90000\r\n", "stream-codec", true);
        String interleaved = "a=fmtp:96 sprop-max-don-diff=4; sprop-depack-buf-nalus=4\r\n";
        assertRefused(H265 + interleaved, "stream-interleaved", true);
        assertRefused(H265.replace("RTP/AVP", "RTP/SAVP"), "stream-srtp", true);
        assertRefused("m=video 0 RTP/AVP 26\r\n", "stream-codec", true);
        assertRefused("m=video 0 RTP/AVP 96\r\n", "stream-codec", true);
        assertRefused(H264.replace("RTP/AVP", "RTP/SAVP"), "stream-srtp", true);
        assertRefused("m=audio 0 RTP/AVP 8\r\n", "stream-without-video", false);
        assertRefused("", "stream-without-video", false);
    }

    private static void assertRefused(String sdp, String key, boolean otherReader) {
        assertThatThrownBy(() -> Sdp.parse(sdp.getBytes(StandardCharsets.UTF_8)).video())
                .isInstanceOfSatisfying(SourceException.class, e -> {
                    assertThat(e.problem().key()).isEqualTo(key);
                    assertThat(e.otherReader()).isEqualTo(otherReader);
                });
    }

    @Test
    void garbage_is_bounded_and_breaks_nothing() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] words = {
            "m=video 0 RTP/AVP 96",
            "m=",
            "a=rtpmap:",
            "96 ",
            "H264/90000/",
            "a=fmtp:",
            "=;",
            "\r\n",
            "config=",
            "-1",
            "a=control:",
            "999999999999 ",
            "m=audio 0 RTP/AVP 97",
            "mpeg4-generic/0/0",
            "\0",
            "sprop-parameter-sets=,"
        };
        for (int i = 0; i < 3000; i++) {
            StringBuilder s = new StringBuilder();
            for (int n = random.nextInt(100); n > 0; n--) {
                s.append(words[random.nextInt(words.length)]);
            }
            Sdp sdp = Sdp.parse(s.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(sdp.media()).as("seed %d", seed).hasSizeLessThanOrEqualTo(32);
            sdp.audio()
                    .ifPresent(
                            a -> assertThat(a.clockRate()).as("seed %d", seed).isPositive());
        }
        byte[] many = "m=video 0 RTP/AVP 96\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        assertThat(Sdp.parse(many).media()).hasSize(32);
    }
}

package tw.nvr.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.nvr.core.camera.StreamAddress;

class ControlUrlTest {
    private static final StreamAddress CAMERA = StreamAddress.parse("rtsp://10.0.0.7:8554/live/main?channel=1");

    @ParameterizedTest(name = "{1} against {0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, trackID=1, rtsp://10.0.0.7:8554/live/main?channel=1/trackID=1",
                "-, *, rtsp://10.0.0.7:8554/live/main?channel=1",
                "-, '', rtsp://10.0.0.7:8554/live/main?channel=1",
                "rtsp://10.0.0.7:8554/live/main/, trackID=1, rtsp://10.0.0.7:8554/live/main/trackID=1",
                "rtsp://10.0.0.7:8554/live/main, trackID=1, rtsp://10.0.0.7:8554/live/main/trackID=1",
                "rtsp://192.168.1.64/live/, trackID=1, rtsp://10.0.0.7:8554/live/trackID=1",
                "rtsp://admin:pw@192.168.1.64:554/live/, track1, rtsp://10.0.0.7:8554/live/track1",
                "-, rtsp://192.168.1.64:554/live/track1, rtsp://10.0.0.7:8554/live/track1",
                "-, RTSP://0.0.0.0/t?x=1, rtsp://10.0.0.7:8554/t?x=1",
                "-, /live/track1, rtsp://10.0.0.7:8554/live/track1",
                "-, rtsp://192.168.1.64, rtsp://10.0.0.7:8554/",
                "rtsp://h/a?b=c/, trackID=0, rtsp://10.0.0.7:8554/a?b=c/trackID=0",
                "rtsp://h/a, ?ctype=video, rtsp://10.0.0.7:8554/a?ctype=video",
                "/only/path/, t1, rtsp://10.0.0.7:8554/only/path/t1",
                "(null), t1, rtsp://10.0.0.7:8554/live/main?channel=1/t1",
                "-, track one, rtsp://10.0.0.7:8554/live/main?channel=1/track%20one",
            })
    void controls_are_resolved_as_cameras_mean_them_and_stay_on_their_host(
            String base, String control, String expected) {
        assertThat(ControlUrl.resolve(CAMERA, Optional.ofNullable(base), Optional.empty(), control))
                .isEqualTo(expected);
    }

    @Test
    void content_base_counts_before_content_location_and_that_before_the_request() {
        Optional<String> base = Optional.of("rtsp://h/base/");
        Optional<String> location = Optional.of("rtsp://h/location");
        assertThat(ControlUrl.resolve(CAMERA, base, location, "t")).endsWith(":8554/base/t");
        assertThat(ControlUrl.resolve(CAMERA, Optional.empty(), location, "t")).endsWith(":8554/location/t");
    }

    @Test
    void an_absolute_control_of_the_session_is_the_base_of_the_tracks() {
        String url = ControlUrl.track(
                CAMERA,
                Optional.of("rtsp://h/base/"),
                Optional.empty(),
                Optional.of("rtsp://h/session"),
                Optional.of("track2"));
        assertThat(url).isEqualTo("rtsp://10.0.0.7:8554/session/track2");
        assertThat(ControlUrl.aggregate(CAMERA, Optional.of("rtsp://h/base/"), Optional.empty(), Optional.of("*")))
                .isEqualTo("rtsp://10.0.0.7:8554/base/");
    }

    @Test
    void no_address_can_carry_a_line_break_or_a_blank() {
        String url = ControlUrl.resolve(CAMERA, Optional.empty(), Optional.empty(), "a\r\nX: y");
        assertThat(url).doesNotContain("\r", "\n", " ");
        assertThat(RtspRequest.of("SETUP", url).uri()).isEqualTo(url);
    }
}

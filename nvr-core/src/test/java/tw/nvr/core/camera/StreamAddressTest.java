package tw.nvr.core.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;

class StreamAddressTest {
    @ParameterizedTest
    @CsvSource({
        "rtsp://cam/s, rtsp, cam, 554, /s, rtsp://cam/s",
        "RTSP://Cam-1.local/s, rtsp, Cam-1.local, 554, /s, rtsp://Cam-1.local/s",
        "rtsp://192.168.1.20:8554/a/b?c=d, rtsp, 192.168.1.20, 8554, /a/b?c=d, rtsp://192.168.1.20:8554/a/b?c=d",
        "rtsp://cam:554/, rtsp, cam, 554, /, rtsp://cam/",
        "rtsp://cam, rtsp, cam, 554, /, rtsp://cam/",
        "rtsp://cam?x=1, rtsp, cam, 554, /?x=1, rtsp://cam/?x=1",
        "rtsps://cam/s, rtsps, cam, 322, /s, rtsps://cam/s",
        "rtsps://cam:554/s, rtsps, cam, 554, /s, rtsps://cam:554/s",
        "rtsp://[2001:db8::1]:8554/s, rtsp, 2001:db8::1, 8554, /s, rtsp://[2001:db8::1]:8554/s",
        "rtsp://[fe80::1%eth0]/s, rtsp, fe80::1%eth0, 554, /s, rtsp://[fe80::1%eth0]/s",
        "'  rtsp://cam/s ', rtsp, cam, 554, /s, rtsp://cam/s",
        "rtsp://cam/h264@main, rtsp, cam, 554, /h264@main, rtsp://cam/h264@main",
        "rtsp://cam:65535/s, rtsp, cam, 65535, /s, rtsp://cam:65535/s",
    })
    void an_address_is_read_and_written_again(
            String typed, String scheme, String host, int port, String path, String written) {
        StreamAddress address = StreamAddress.parse(typed);

        assertThat(address).isEqualTo(new StreamAddress(scheme, host, port, path));
        assertThat(address).hasToString(written);
        assertThat(StreamAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://admin:hunter2@cam/s",
                "rtsp://admin@cam/s",
                "rtsp://:hunter2@cam/s",
                "rtsp://@cam/s",
                "rtsp://a:b@hunter2@cam/s",
                "http://admin:hunter2@cam/s"
            })
    void user_information_is_refused_without_repeating_it(String typed) {
        Problem problem = problem(typed);

        assertThat(problem.key()).isEqualTo("address-has-password");
        assertThat(problem.arguments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://admin:hunter2",
                "rtsp://admin:hunter2%40cam/s",
                "rtsp://admin:hunter/2@cam/s",
                "admin:hunter2@cam",
                "cam/user=admin&password=hunter2",
                "rtsp://cam:99999/user=admin&password=hunter2",
                "rtsp://cam /hunter2",
                "rtsp://cam/s hunter2",
                "rtsp://cam/s#hunter2"
            })
    void an_address_that_cannot_be_read_is_not_repeated_where_it_may_hold_a_password(String typed) {
        Problem problem = problem(typed);

        assertThat(problem.key()).isEqualTo("address-invalid");
        assertThat(problem.arguments()).containsExactly("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cam",
                "//cam/s",
                "rtsp:/cam",
                "rtsp://",
                "rtsp:///s",
                "rtsp://cam:0/s",
                "rtsp://cam:65536/s",
                "rtsp://cam:/s"
            })
    void what_is_no_address_is_said_and_shown(String typed) {
        Problem problem = problem(typed);

        assertThat(problem.key()).isEqualTo("address-invalid");
        assertThat(problem.arguments()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rtsp://[::1/s", "rtsp://::1/s", "rtsp://cäm/s", "rtsp://cam\u0000/s", "rtsp://cam/\r\nX: y"})
    void garbage_is_refused(String typed) {
        assertThat(problem(typed).key()).isEqualTo("address-invalid");
    }

    @Test
    void other_schemes_are_named() {
        assertThat(problem("HTTP://cam/s"))
                .isEqualTo(Problem.of(tw.nvr.core.problem.ProblemKind.USAGE, "address-scheme", "http"));
    }

    @Test
    void the_origin_leaves_the_path_out() {
        assertThat(StreamAddress.parse("rtsp://[::1]:8554/user=a&password=b").origin())
                .isEqualTo("rtsp://[::1]:8554");
        assertThat(StreamAddress.parse("rtsp://cam/secret").origin()).isEqualTo("rtsp://cam");
    }

    private static Problem problem(String typed) {
        return catchThrowableOfType(ProblemException.class, () -> StreamAddress.parse(typed))
                .problem();
    }
}

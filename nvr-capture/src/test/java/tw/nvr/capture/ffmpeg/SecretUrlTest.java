package tw.nvr.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tw.nvr.core.camera.StreamAddress;

class SecretUrlTest {
    private static final StreamAddress ADDRESS = StreamAddress.parse("rtsp://10.0.0.9:8554/live?x=1");

    @Test
    void user_and_password_are_escaped_into_the_address() {
        SecretUrl url = new SecretUrl(ADDRESS, Optional.of("ad min"), Optional.of("p@ss:/密".toCharArray()));
        assertThat(new String(url.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("rtsp://ad%20min:p%40ss%3A%2F%E5%AF%86@10.0.0.9:8554/live?x=1\0");
    }

    @Test
    void nothing_secret_is_ever_shown() {
        SecretUrl url = new SecretUrl(ADDRESS, Optional.of("admin"), Optional.of("hunter2".toCharArray()));
        assertThat(url.toString()).isEqualTo("rtsp://10.0.0.9:8554/live?x=1");
    }
}

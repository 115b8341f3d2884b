package tw.nvr.capture.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rtsp")
class SimulatedCameraAuthTest {
    private SimulatedCamera camera;
    private RtspClient client;

    @BeforeEach
    void connect() throws Exception {
        camera = SimulatedCamera.builder(InstantSource.system(), System::nanoTime, ZoneOffset.UTC)
                .picture(64, 48)
                .credentials("admin", "secret".toCharArray())
                .start();
        client = new RtspClient(camera.address());
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        camera.close();
    }

    private String challenge() throws Exception {
        RtspClient.Answer answer = client.ask("DESCRIBE", client.url());
        assertThat(answer.status()).isEqualTo(401);
        return answer.header("www-authenticate");
    }

    private int describe(String user, String password) throws Exception {
        String header = RtspClient.digest(challenge(), "DESCRIBE", client.url(), user, password);
        return client.ask("DESCRIBE", client.url(), header).status();
    }

    @Test
    void the_right_password_opens() throws Exception {
        assertThat(challenge()).startsWith("Digest ").contains("qop=\"auth\"", "algorithm=MD5");
        assertThat(describe("admin", "secret")).isEqualTo(200);
    }

    @Test
    void a_wrong_password_or_user_does_not() throws Exception {
        assertThat(describe("admin", "Secret")).isEqualTo(401);
        assertThat(describe("Admin", "secret")).isEqualTo(401);
        assertThat(describe("", "")).isEqualTo(401);
    }

    @Test
    void an_answer_for_one_method_does_not_serve_for_another() throws Exception {
        String header = RtspClient.digest(challenge(), "DESCRIBE", client.url(), "admin", "secret");
        assertThat(client.ask("SETUP", client.url() + "/track1", header).status())
                .isEqualTo(401);
    }

    @Test
    void a_nonce_of_another_connection_is_stale() throws Exception {
        String header = RtspClient.digest(challenge(), "DESCRIBE", client.url(), "admin", "secret");
        try (RtspClient other = new RtspClient(camera.address())) {
            RtspClient.Answer answer = other.ask("DESCRIBE", other.url(), header);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("www-authenticate")).contains("stale=true");
        }
    }

    @Test
    void a_camera_told_to_refuse_refuses_the_right_password_too() throws Exception {
        camera.misbehaviour().refuseCredentials(true);
        assertThat(describe("admin", "secret")).isEqualTo(401);
        camera.misbehaviour().refuseCredentials(false);
        assertThat(describe("admin", "secret")).isEqualTo(200);
    }

    @Test
    void a_camera_told_to_offer_basic_takes_nothing_else() throws Exception {
        camera.misbehaviour().basicOnly(true);
        assertThat(challenge()).startsWith("Basic ");
        String right = Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8));
        assertThat(client.ask("DESCRIBE", client.url(), "Authorization: Basic " + right)
                        .status())
                .isEqualTo(200);
        assertThat(client.ask("DESCRIBE", client.url(), "Authorization: Basic AAAA")
                        .status())
                .isEqualTo(401);
    }
}

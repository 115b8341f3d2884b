package tw.nvr.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.web.fake.RawHttp;
import tw.nvr.web.fake.RunningConsole;

class GuardsTest {
    private static final List<String> ALWAYS = List.of(
            "Content-Security-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy",
            "Permissions-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
            "Cache-Control");

    @TempDir
    Path folder;

    private RunningConsole console;

    @BeforeEach
    void start() {
        console = new RunningConsole(folder);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:1", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:99", "[::1]", "[::1]:5"})
    void a_loopback_name_with_any_port_is_let_in(String host) throws Exception {
        assertThat(RawHttp.send(console.port(), "GET /healthz HTTP/1.1", "Host: " + host)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "192.168.1.5",
                "127.0.0.2",
                "0.0.0.0",
                "localhost:80:80",
                "[::2]",
                "user@localhost"
            })
    void any_other_host_is_misdirected(String host) throws Exception {
        RawHttp.Reply reply = RawHttp.send(console.port(), "GET /healthz HTTP/1.1", "Host: " + host);
        assertThat(reply.status()).isIn(400, 421);
        assertCarriesAllHeaders(reply);
        if (host.matches("[a-z0-9.]+")) {
            assertThat(reply.status()).isEqualTo(421);
            assertThat(reply.body()).contains("\"number\":\"");
        }
    }

    @Test
    void an_absolute_target_of_another_host_is_refused() throws Exception {
        RawHttp.Reply reply =
                RawHttp.send(console.port(), "GET http://evil.example/healthz HTTP/1.1", "Host: localhost");
        assertThat(reply.status()).isIn(400, 421);
        assertCarriesAllHeaders(reply);
    }

    @Test
    void a_request_without_a_host_is_refused() throws Exception {
        assertThat(RawHttp.send(console.port(), "GET /healthz HTTP/1.1").status())
                .isEqualTo(400);
        assertThat(RawHttp.send(console.port(), "GET /healthz HTTP/1.0").status())
                .isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"})
    void a_method_that_is_not_used_is_refused(String method) throws Exception {
        RawHttp.Reply reply = RawHttp.send(console.port(), method + " /healthz HTTP/1.1", "Host: localhost");
        assertThat(reply.status()).isIn(400, 405);
        assertCarriesAllHeaders(reply);
    }

    @Test
    void an_address_says_which_methods_it_takes() throws Exception {
        HttpResponse<String> answer = console.post("/healthz", "");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(console.get("/looks").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../etc/passwd",
                "/assets/../../etc/passwd",
                "/assets/%2e%2e/%2e%2e/etc/passwd",
                "/assets/..%2f..%2fetc",
                "/assets//etc/passwd",
                "//healthz",
                "/healthz/",
                "/./healthz",
                "/healthz;a=b",
                "/healthz%00",
                "/%zz",
                "/%",
                "/assets/%c0%ae%c0%ae/x",
                "/assets/\\..\\x",
                "/looks/%0d%0aX:1/close",
                "/.hidden",
                "/assets/.jteroot",
                "/%u002e",
                "/\u00e9",
                "*",
                "healthz"
            })
    void a_path_that_plays_tricks_leads_nowhere(String path) throws Exception {
        RawHttp.Reply reply = RawHttp.send(console.port(), "GET " + path + " HTTP/1.1", "Host: localhost");
        assertThat(reply.status()).as(path).isIn(400, 404);
        assertThat(reply.body())
                .doesNotContain("root:")
                .doesNotContain("Exception")
                .doesNotContain("etty");
        assertCarriesAllHeaders(reply);
    }

    @Test
    void what_another_site_started_changes_nothing() throws Exception {
        String form = "kind=live&camera=front-gate&purpose=inspect";
        String own = "http://127.0.0.1:" + console.port();
        assertThat(console.post("/looks", form, "Origin", "http://evil.example", "X-NVR", "1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.post("/looks", form, "Origin", "null", "X-NVR", "1").statusCode())
                .isEqualTo(403);
        assertThat(console.post("/looks", form, "Origin", "http://localhost:" + console.port(), "X-NVR", "1")
                        .statusCode())
                .as("another name of this box is another origin")
                .isEqualTo(403);
        assertThat(console.post("/looks", form, "Sec-Fetch-Site", "cross-site", "X-NVR", "1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.post("/looks", form, "Sec-Fetch-Site", "same-site", "Origin", own, "X-NVR", "1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.post("/looks", form, "Origin", own).statusCode())
                .as("without the header that foreign forms cannot send")
                .isEqualTo(403);
        assertThat(console.post("/looks", form, "X-NVR", "1").statusCode())
                .as("without any word about its origin")
                .isEqualTo(403);
        assertThat(console.audit().events()).isEmpty();
        assertThat(console.post("/looks", form, "Sec-Fetch-Site", "same-origin", "X-NVR", "1")
                        .statusCode())
                .isEqualTo(200);
        assertThat(console.post("/looks", form, "Origin", own, "X-NVR", "1").statusCode())
                .isEqualTo(200);
    }

    @Test
    void another_site_cannot_read_interfaces_either() throws Exception {
        assertThat(console.text("/api/status", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(console.text("/api/status", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(console.text("/api/status", "Sec-Fetch-Site", "same-origin").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_body_over_64_kib_is_refused_whether_its_length_is_told_or_not() throws Exception {
        String large = "purpose=" + "x".repeat(64 * 1024);
        HttpResponse<String> told = console.post("/looks", large);
        assertThat(told.statusCode()).isEqualTo(413);
        String origin = "Origin: http://localhost\r\nX-NVR: 1\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
        RawHttp.Reply chunked = RawHttp.exchange(
                console.port(),
                "POST /looks HTTP/1.1\r\nHost: localhost\r\n" + origin
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk);
        assertThat(chunked.status()).isEqualTo(413);
        assertCarriesAllHeaders(chunked);
    }

    @Test
    void a_form_of_another_type_is_refused() throws Exception {
        RawHttp.Reply reply = RawHttp.exchange(
                console.port(),
                "POST /looks HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nX-NVR: 1\r\n"
                        + "Content-Type: text/plain\r\nContent-Length: 9\r\nConnection: close\r\n\r\nkind=live");
        assertThat(reply.status()).isEqualTo(415);
    }

    @Test
    void a_reading_request_with_a_body_is_refused() throws Exception {
        RawHttp.Reply reply = RawHttp.exchange(
                console.port(),
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void headers_that_are_too_long_are_refused_with_all_security_headers() throws Exception {
        RawHttp.Reply reply =
                RawHttp.send(console.port(), "GET /healthz HTTP/1.1", "Host: localhost", "X-Long: " + "x".repeat(9000));
        assertThat(reply.status()).isEqualTo(431);
        assertCarriesAllHeaders(reply);
        RawHttp.Reply line = RawHttp.send(console.port(), "GET /" + "x".repeat(9000) + " HTTP/1.1", "Host: localhost");
        assertThat(line.status()).isIn(414, 431);
        assertCarriesAllHeaders(line);
    }

    @Test
    void no_answer_names_the_server() throws Exception {
        for (String path : List.of("/healthz", "/nothing", "/api/coverage", "/assets/hls.js")) {
            HttpResponse<byte[]> answer = console.get(path);
            assertThat(answer.headers().firstValue("Server")).isEmpty();
            assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
            for (String header : ALWAYS) {
                assertThat(answer.headers().firstValue(header))
                        .as(path + " " + header)
                        .isPresent();
            }
        }
    }

    @Test
    void garbage_never_gets_an_answer_without_the_headers_nor_stops_the_server() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "GET /looks HTTP/1.1\r\nHost: localhost%\u0000\u00ff:;=&?#[]{}<>\"'\\..\t";
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "GET /" : "");
            for (int i = random.nextInt(80); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            text.append(
                    random.nextBoolean()
                            ? " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            : "\r\n\r\n\r\n");
            text.append("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            RawHttp.Reply reply = RawHttp.exchange(console.port(), text.toString());
            assertThat(reply.status()).as("seed " + seed + " round " + round).isNotEqualTo(500);
            if (reply.status() > 0) {
                assertThat(reply.head()).as("seed " + seed + " " + text).contains("content-security-policy");
                assertThat(reply.body()).doesNotContain("Exception").doesNotContain("org.eclipse");
            }
        }
        assertThat(console.get("/healthz").statusCode()).isEqualTo(200);
    }

    private static void assertCarriesAllHeaders(RawHttp.Reply reply) {
        for (String header : ALWAYS) {
            assertThat(reply.has(header)).as(header + " in " + reply.head()).isTrue();
        }
        assertThat(reply.has("Server")).isFalse();
    }
}

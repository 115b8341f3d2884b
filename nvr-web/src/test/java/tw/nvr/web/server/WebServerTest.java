package tw.nvr.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.Texts;
import tw.nvr.web.fake.RawHttp;
import tw.nvr.web.fake.RunningConsole;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.Route;

class WebServerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.10", "8.8.8.8", "", "no-such-host.invalid"})
    void an_address_that_others_could_reach_is_refused_with_the_reason(String host) {
        assertThatThrownBy(() -> WebServer.start(host, 0, List.of()))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().key()).isEqualTo("console-not-loopback");
                    Texts texts = Texts.of(Texts.EN, List.of("tw.nvr.web.messages"));
                    assertThat(texts.expected(e.problem())).contains("no sign-in yet");
                });
    }

    @Test
    void a_port_in_use_is_named_with_what_to_do() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> WebServer.start("127.0.0.1", taken.getLocalPort(), List.of()))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().key()).isEqualTo("port-in-use");
                        Texts texts = Texts.of(Texts.EN, List.of("tw.nvr.web.messages"));
                        assertThat(texts.what(e.problem())).contains(String.valueOf(taken.getLocalPort()));
                        assertThat(texts.remedy(e.problem())).contains("--port").contains("ss -ltnp 'sport");
                    });
        }
    }

    @Test
    void a_fault_of_the_program_is_answered_with_a_number_and_without_its_message() throws Exception {
        Route faulty = Route.get("/faulty", ask -> {
            throw new IllegalStateException("secret-of-the-house");
        });
        Route faultyApi = Route.get("/api/faulty", ask -> {
            throw new IllegalStateException("secret-of-the-house");
        });
        try (WebServer server = WebServer.start("127.0.0.1", 0, List.of(faulty, faultyApi))) {
            RawHttp.Reply page = RawHttp.send(server.port(), "GET /faulty HTTP/1.1", "Host: localhost");
            assertThat(page.status()).isEqualTo(500);
            assertThat(page.body())
                    .matches("(?s).*<!doctype html>.*[0-9a-f]{8}.*")
                    .doesNotContain("secret");
            RawHttp.Reply api = RawHttp.send(server.port(), "GET /api/faulty HTTP/1.1", "Host: localhost");
            assertThat(api.head()).contains("application/problem+json").contains("content-security-policy");
            assertThat(api.body()).containsPattern("\"number\":\"[0-9a-f]{8}\"").doesNotContain("secret");
        }
    }

    @Test
    void text_is_compressed_for_whoever_takes_it() throws Exception {
        String text = "footage ".repeat(500);
        Route page = Route.get("/long", ask -> Answer.html(text));
        try (WebServer server = WebServer.start("127.0.0.1", 0, List.of(page))) {
            RawHttp.Reply plain = RawHttp.send(server.port(), "GET /long HTTP/1.1", "Host: localhost");
            assertThat(plain.body()).isEqualTo(text);
            RawHttp.Reply none =
                    RawHttp.send(server.port(), "GET /long HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip;q=0");
            assertThat(none.body()).isEqualTo(text);
            RawHttp.Reply small =
                    RawHttp.send(server.port(), "GET /long HTTP/1.1", "Host: localhost", "Accept-Encoding: br, gzip");
            assertThat(small.head()).contains("content-encoding: gzip").contains("vary: accept-encoding");
            assertThat(small.body().length()).isLessThan(300);
        }
    }

    @Test
    void a_route_finds_its_variables_and_they_win_over_the_query() throws Exception {
        Route route = Route.get(
                "/live/{camera}", ask -> Answer.html(ask.parameter("camera").orElse("") + ask.all("x")));
        try (WebServer server = WebServer.start("localhost", 0, List.of(route))) {
            RawHttp.Reply reply = RawHttp.send(
                    server.port(), "GET /live/gate-1?camera=other&x=%E9%96%80&x=2 HTTP/1.1", "Host: localhost");
            assertThat(reply.body()).isEqualTo("gate-1[門, 2]");
        }
    }

    @Test
    void the_language_follows_address_and_cookie_and_is_chinese_whatever_the_browser_wishes() throws Exception {
        try (RunningConsole console = new RunningConsole(folder)) {
            Map<List<String>, String> cases = Map.of(
                    List.of("/api/days"), "沒有指定攝影機",
                    List.of("/api/days", "Accept-Language", "en-GB"), "沒有指定攝影機",
                    List.of("/api/days", "Cookie", "nvr-lang=en", "Accept-Language", "zh-TW"), "No camera",
                    List.of("/api/days?lang=zh-TW", "Cookie", "nvr-lang=en"), "沒有指定攝影機",
                    List.of("/api/days?lang=xx", "Cookie", "nvr-lang=en"), "No camera");
            for (Map.Entry<List<String>, String> c : cases.entrySet()) {
                String[] headers = c.getKey().subList(1, c.getKey().size()).toArray(String[]::new);
                assertThat(console.text(c.getKey().get(0), headers).body())
                        .as("%s", c.getKey())
                        .contains(c.getValue());
            }
            HttpResponse<String> asked = console.text("/api/status?lang=en");
            assertThat(asked.headers().firstValue("Set-Cookie"))
                    .contains("nvr-lang=en; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict");
        }
    }

    @Test
    void few_threads_serve_many_who_are_slow_to_ask() throws Exception {
        try (RunningConsole console = new RunningConsole(folder)) {
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 60; i++) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port());
                    slow.add(socket);
                    socket.getOutputStream()
                            .write("POST /looks HTTP/1.1\r\nHost: localhost\r\nContent-Le"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
                assertThat(console.text("/healthz").statusCode()).isEqualTo(200);
                long threads = Thread.getAllStackTraces().keySet().stream()
                        .filter(t -> t.getName().startsWith("web"))
                        .count();
                assertThat(threads).isBetween(1L, 13L);
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }
    }
}

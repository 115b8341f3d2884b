package tw.nvr.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.daemon.Calls;
import tw.nvr.daemon.json.JsonReader;

/** The demonstration as a newcomer starts it, and the commands beside it. */
@Tag("rtsp")
@Timeout(180)
class DemoTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void it_records_answers_every_command_stops_cleanly_and_comes_back_with_its_cameras() throws Exception {
        String[] demo = {"demo", "--dir", dir(), "--port", "0", "--lang", "en"};
        String passwords;
        try (Child child = Child.start(folder.resolve("talk-1"), demo)) {
            String address = address(child);
            List<Map<String, Object>> footage = awaitFootage(
                    "demo-1",
                    entries -> entries.stream()
                            .anyMatch(e -> e.get("kind").equals("segment") && (long) e.get("bytes") > 50_000));
            assertThat(footage.get(0).keySet())
                    .containsExactly(
                            "kind", "camera", "start", "end", "path", "bytes", "sha256", "state", "marks", "clock");
            assertThat(footage.get(footage.size() - 1))
                    .containsEntry("kind", "segment")
                    .containsEntry("state", "open");
            assertThat(OffsetDateTime.parse((String) footage.get(0).get("start"))
                            .getOffset()
                            .toString())
                    .isEqualTo("+08:00");
            assertThat(get(address).statusCode()).isEqualTo(200);
            assertThat(get(address + "healthz").body()).startsWith("{\"status\":");
            camerasRecord();
            checkAnswers();
            Calls.Result locked = Calls.call("run", "--dir", dir());
            assertThat(locked.code()).as(locked.err()).isEqualTo(2);
            passwords = Files.readString(folder.resolve("data/secret.key"));
            assertThat(child.terminate()).isEqualTo(143);
        }
        assertThat(Files.readString(folder.resolve("talk-1"))).doesNotContain("\tat ");
        footageIsClosed();

        try (Child child = Child.start(folder.resolve("talk-2"), demo)) {
            assertThat(get(address(child)).statusCode()).isEqualTo(200);
            assertGap(awaitFootage("demo-1", entries -> !ofRun(entries, 2).isEmpty()), 2, "stopped");
            assertThat(Files.readString(folder.resolve("data/secret.key"))).isEqualTo(passwords);
            camerasRecord();
            assertThat(child.kill()).isEqualTo(137);
        }
        try (Child child = Child.start(folder.resolve("talk-3"), demo)) {
            address(child);
            List<Map<String, Object>> footage =
                    awaitFootage("demo-1", entries -> !ofRun(entries, 3).isEmpty());
            assertGap(footage, 3, "crash");
            List<Map<String, Object>> killed = ofRun(footage, 2);
            assertThat(killed.get(killed.size() - 1).get("marks").toString()).contains("recovered");
            assertThat(child.terminate()).isEqualTo(143);
        }
        assertThat(Calls.call("storage", "verify", "--dir", dir()).code()).isZero();
    }

    @Test
    void a_port_in_use_is_told_in_words_and_nothing_is_recorded() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                Child child = Child.start(
                        folder.resolve("talk"),
                        "demo",
                        "--dir",
                        dir(),
                        "--port",
                        Integer.toString(taken.getLocalPort()),
                        "--lang",
                        "en")) {
            assertThat(child.await()).isEqualTo(2);
            assertThat(child.line()).isNull();
            assertThat(Files.readString(folder.resolve("talk")))
                    .contains("Port " + taken.getLocalPort())
                    .contains("What to do:")
                    .doesNotContain("\tat ");
        }
    }

    /** How many segments a run has depends on the minute that the test runs in. */
    private static List<Map<String, Object>> ofRun(List<Map<String, Object>> entries, int run) {
        return entries.stream()
                .filter(e -> e.get("kind").equals("segment"))
                .filter(e -> ((String) e.get("path")).contains("-r" + run + ".mp4"))
                .toList();
    }

    /** What is missing in front of a run is a gap with its cause, unless it is so short that it is only counted. */
    private static void assertGap(List<Map<String, Object>> entries, int run, String cause) {
        List<Map<String, Object>> before = ofRun(entries, run - 1);
        Map<String, Object> last = before.get(before.size() - 1);
        Map<String, Object> first = ofRun(entries, run).get(0);
        List<Map<String, Object>> between = entries.subList(entries.indexOf(last) + 1, entries.indexOf(first));
        Duration missing = Duration.between(
                OffsetDateTime.parse((String) last.get("end")), OffsetDateTime.parse((String) first.get("start")));
        assertThat(between)
                .allSatisfy(gap -> assertThat(gap)
                        .containsEntry("kind", "gap")
                        .containsEntry("cause", cause)
                        .containsEntry("ongoing", false)
                        .containsEntry("start", last.get("end")));
        if (missing.compareTo(Duration.ofSeconds(2)) >= 0) {
            assertThat(between).as("the gap of %s", missing).hasSize(1);
        }
    }

    private void camerasRecord() {
        List<Map<String, Object>> cameras = await(
                () -> array("camera", "list", "--json", "--dir", dir()),
                list -> list.size() == 2
                        && list.stream().allMatch(c -> c.get("state").equals("recording")));
        assertThat(cameras).extracting(c -> c.get("id")).containsExactly("demo-1", "demo-2");
        assertThat(cameras.get(0)).containsEntry("enabled", true).containsKeys("name", "lastFrame", "codec");
    }

    private void checkAnswers() {
        Calls.Result check = Calls.call("check", "--json", "--dir", dir());
        Map<String, Object> report = JsonReader.object(check.out());
        assertThat(report.keySet()).containsExactly("status", "checks");
        // A machine whose clock nobody keeps is warned of; everything else must be well.
        assertThat(check.code()).as(check.out()).isIn(0, 1);
        assertThat((List<?>) report.get("checks"))
                .filteredOn(c -> !((Map<?, ?>) c).get("name").equals("clock"))
                .allSatisfy(c -> assertThat(((Map<?, ?>) c).get("status")).isEqualTo("OK"));
        assertThat(Calls.call("storage", "status", "--json", "--dir", dir()).out())
                .contains("\"running\":true");
        assertThat(Calls.call("audit", "verify", "--dir", dir()).code()).isZero();
        assertThat(Calls.call("storage", "reindex", "--dir", dir()).code()).isZero();
        assertThat(Calls.call("storage", "verify", "--dir", dir()).code()).isZero();
    }

    private void footageIsClosed() throws IOException {
        List<Map<String, Object>> footage = array("footage", "list", "--camera", "demo-1", "--json", "--dir", dir());
        assertThat(footage.get(0)).containsEntry("state", "sealed");
        assertThat((String) footage.get(0).get("sha256")).matches("[0-9a-f]{64}");
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            assertThat(files.filter(f -> f.toString().endsWith(".part"))).isEmpty();
        }
        assertThat(array("camera", "list", "--json", "--dir", dir()))
                .extracting(c -> c.get("state"))
                .containsExactly("not-running", "not-running");
        assertThat(Calls.call("check", "--dir", dir()).code()).isEqualTo(2);
    }

    private List<Map<String, Object>> awaitFootage(String camera, Predicate<List<Map<String, Object>>> enough) {
        return await(() -> array("footage", "list", "--camera", camera, "--json", "--dir", dir()), enough);
    }

    /** Asks again until the answer is as wished. */
    private static <T> T await(java.util.function.Supplier<T> question, Predicate<T> wished) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        T answer = question.get();
        while (!wished.test(answer)) {
            LockSupport.parkNanos(200_000_000);
            assertThat(System.nanoTime()).as("still: %s", answer).isLessThan(end);
            answer = question.get();
        }
        return answer;
    }

    private static List<Map<String, Object>> array(String... words) {
        Calls.Result result = Calls.call(words);
        assertThat(result.code()).as(result.err()).isZero();
        return Calls.array(result.out());
    }

    private static String address(Child child) throws IOException {
        String line = child.line();
        assertThat(line).isNotNull().contains("http://127.0.0.1:");
        return line.substring(line.indexOf("http://"));
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String dir() {
        return folder.resolve("data").toString();
    }
}

package tw.nvr.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.web.fake.RunningConsole.GATE;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;
import tw.nvr.web.fake.FootageOnDisk;
import tw.nvr.web.fake.RunningConsole;

class ApiTest {
    private static final String DAY = "&from=2026-11-20T00:00:00%2B08:00&to=2026-11-21T00:00:00%2B08:00";

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

    @Test
    void coverage_tells_what_is_recorded_what_is_missing_and_why() throws Exception {
        record("2026-11-20T01:00:00Z", 100);
        console.footage()
                .gap(new Gap(GATE, range("2026-11-20T01:01:40Z", "2026-11-20T02:00:00Z"), GapCause.POWER, false));
        record("2026-11-20T02:00:00Z", 3600);
        console.footage()
                .gap(new Gap(GATE, range("2026-11-20T03:00:00Z", "2026-11-20T03:00:10Z"), GapCause.AUTH, true));
        console.now(Instant.parse("2026-11-20T03:00:10Z"));
        HttpResponse<String> answer = console.text("/api/coverage?camera=front-gate" + DAY);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"now\":\"2026-11-20T03:00:10Z\",\"cameras\":[{\"id\":\"front-gate\",\"name\":\"正門口\",\"spans\":["
                                + "{\"kind\":\"none\",\"start\":\"2026-11-19T16:00:00Z\",\"end\":\"2026-11-20T01:00:00Z\"},"
                                + "{\"kind\":\"recorded\",\"start\":\"2026-11-20T01:00:00Z\",\"end\":\"2026-11-20T01:01:40Z\"},"
                                + "{\"kind\":\"gap\",\"start\":\"2026-11-20T01:01:40Z\",\"end\":\"2026-11-20T02:00:00Z\",\"cause\":\"power\"},"
                                + "{\"kind\":\"recorded\",\"start\":\"2026-11-20T02:00:00Z\",\"end\":\"2026-11-20T03:00:00Z\"},"
                                + "{\"kind\":\"gap\",\"start\":\"2026-11-20T03:00:00Z\",\"end\":\"2026-11-20T03:00:10Z\",\"cause\":\"auth\",\"ongoing\":true},"
                                + "{\"kind\":\"none\",\"start\":\"2026-11-20T03:00:10Z\",\"end\":\"2026-11-20T16:00:00Z\"}]}]}");
    }

    @Test
    void a_day_of_footage_in_five_minute_segments_takes_few_bytes() throws Exception {
        for (int i = 0; i < 36; i++) {
            record(Instant.parse("2026-11-20T00:00:00Z").plusSeconds(i * 300L).toString(), 300);
        }
        assertThat(console.text("/api/coverage?camera=front-gate" + DAY).body().length())
                .isLessThan(1000);
    }

    @Test
    void looking_at_what_exists_is_no_look_at_footage() throws Exception {
        record("2026-11-20T01:00:00Z", 100);
        console.text("/api/coverage?camera=front-gate" + DAY);
        assertThat(console.audit().events()).isEmpty();
    }

    @Test
    void days_begin_where_the_recorders_zone_says() throws Exception {
        record("2026-11-19T15:59:00Z", 120);
        HttpResponse<String> answer = console.text("/api/days?camera=front-gate&month=2026-11");
        assertThat(answer.body())
                .isEqualTo("{\"days\":[{\"date\":\"2026-11-19\",\"recordedSeconds\":60,\"gapSeconds\":0},"
                        + "{\"date\":\"2026-11-20\",\"recordedSeconds\":60,\"gapSeconds\":0}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/coverage | camera",
                "/api/coverage?camera=front-gate | \"from\"",
                "/api/coverage?camera=Front+Gate&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z | short name",
                "/api/coverage?camera=..%2Fx&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z | short name",
                "/api/coverage?camera=a&from=2026-11-20&to=2026-11-21T00:00:00Z | \"from\"",
                "/api/coverage?camera=a&from=2026-11-20T00:00:00Z&to=yesterday | \"to\"",
                "/api/coverage?camera=a&from=%2B999999999-12-31T00:00:00Z&to=yesterday | \"from\"",
                "/api/coverage?camera=a&from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:00Z | 32 days",
                "/api/coverage?camera=a&from=2026-11-20T00:00:00Z&to=2026-12-22T00:00:01Z | 32 days",
                "/api/coverage?camera=a&from=2026-11-20T00:00:00Z&to=2026-11-19T00:00:00Z | 32 days",
                "/api/days?camera=a | month",
                "/api/days?camera=a&month=2026-13 | month",
                "/api/days?camera=a&month=11-2026 | month",
                "/api/days?month=2026-11 | camera",
                "/api/days?camera=%c0%ae&month=2026-11 | cannot be understood",
                "/api/days?camera=%ff&month=2026-11 | cannot be understood"
            })
    void a_question_that_cannot_be_answered_says_what_was_expected(String path, String words) throws Exception {
        HttpResponse<String> answer = console.text(path, "Cookie", "nvr-lang=en");
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body().replace("\\\"", "\""))
                .contains(words)
                .contains("\"status\":400")
                .contains("\"remedy\":\"");
    }

    @Test
    void more_than_sixteen_cameras_are_too_many() throws Exception {
        String cameras = "camera=c1" + "&camera=c2".repeat(15);
        assertThat(console.text("/api/coverage?" + cameras + DAY).statusCode()).isEqualTo(200);
        assertThat(console.text("/api/coverage?" + cameras + "&camera=c3" + DAY).statusCode())
                .isEqualTo(400);
    }

    @Test
    void status_tells_every_camera_and_the_disk_in_the_askers_language() throws Exception {
        console.statuses(List.of(new CameraStatus(
                GATE,
                CameraState.NOT_STORED,
                Instant.parse("2026-11-20T02:00:00Z"),
                Optional.of(Instant.parse("2026-11-20T02:59:59.9876Z")),
                Optional.of(Problem.of(ProblemKind.UNAVAILABLE, "hour-empty")),
                Optional.of("rtsp"),
                Optional.of("H.264 \"640×360\""),
                3,
                1,
                Optional.empty())));
        String english = console.text("/api/status", "Cookie", "nvr-lang=en").body();
        assertThat(english)
                .contains("\"id\":\"front-gate\",\"name\":\"正門口\",\"state\":\"not-stored\"")
                .contains("\"lastFrame\":\"2026-11-20T02:59:59.987Z\"")
                .contains("\"codec\":\"H.264 \\\"640×360\\\"\"")
                .contains("\"problem\":{\"key\":\"hour-empty\",\"what\":\"Nothing was recorded in this hour.\"")
                .contains("\"storage\":{\"totalBytes\":1000,\"freeBytes\":400,\"writable\":true");
        assertThat(console.text("/api/status").body()).contains("這個小時沒有錄影。");
    }

    @Test
    void health_answers_well_and_unwell_with_the_status_that_monitors_look_at() throws Exception {
        HttpResponse<String> well = console.text("/healthz", "Cookie", "nvr-lang=en");
        assertThat(well.statusCode()).isEqualTo(200);
        assertThat(well.body())
                .isEqualTo("{\"status\":\"OK\",\"checks\":[{\"name\":\"disk.space\",\"status\":\"OK\","
                        + "\"figure\":\"all is well\",\"expected\":\"20 %\",\"remedy\":\"\"}]}");
        console.health(HealthStatus.WARNING);
        assertThat(console.text("/healthz").statusCode()).isEqualTo(200);
        console.health(HealthStatus.CRITICAL);
        assertThat(console.text("/healthz").statusCode()).isEqualTo(503);
        console.health(HealthStatus.UNKNOWN);
        assertThat(console.text("/healthz").statusCode()).isEqualTo(503);
    }

    private void record(String start, int seconds) {
        FootageOnDisk.Writing segment = console.footage().segment(GATE, Instant.parse(start), 1, false);
        segment.fragment(Instant.parse(start), 0, seconds * 10, true, 1);
        segment.seal();
    }

    private static TimeRange range(String from, String to) {
        return new TimeRange(Instant.parse(from), Instant.parse(to));
    }
}

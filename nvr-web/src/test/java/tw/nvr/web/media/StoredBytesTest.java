package tw.nvr.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.web.fake.RunningConsole.GATE;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.viewing.Looks;
import tw.nvr.web.fake.Await;
import tw.nvr.web.fake.FootageOnDisk;
import tw.nvr.web.fake.RunningConsole;

class StoredBytesTest {
    private static final Instant ONE = Instant.parse("2026-11-20T01:00:00Z");

    /** Six fragments of two blocks behind an initialisation of one, and an index of 48 bytes. */
    private static final int TOTAL = 4096 + 6 * 8192 + 48;

    @TempDir
    Path folder;

    private RunningConsole console;
    private FootageOnDisk.Writing segment;
    private byte[] stored;
    private String look;

    @BeforeEach
    void start() throws Exception {
        console = new RunningConsole(folder);
        segment = record(GATE, ONE);
        stored = Files.readAllBytes(segment.file());
        look = console.look("playback");
    }

    @AfterEach
    void stop() {
        Await.until("all files are closed", () -> console.footage().stillOpen() == 0);
        console.close();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-4095, 0, 4096",
        "bytes=4096-12287, 4096, 8192",
        "bytes=53200-, 53200, 96",
        "bytes=-48, 53248, 48",
        "bytes=-999999, 0, 53296",
        "bytes=53295-53295, 53295, 1",
        "bytes=53000-999999999999, 53000, 296",
        "'BYTES = 1-2', 1, 2"
    })
    void a_range_gives_exactly_the_stored_bytes(String range, int offset, int length) throws Exception {
        permit();
        HttpResponse<byte[]> answer = console.get(media(), "Range", range);
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(stored, offset, offset + length));
        assertThat(answer.headers().firstValue("Content-Range"))
                .contains("bytes " + offset + "-" + (offset + length - 1) + "/" + TOTAL);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=53296-",
                "bytes=99999999-",
                "bytes=5-4",
                "bytes=-0",
                "bytes=-",
                "bytes=",
                "bytes=a-b",
                "bytes=1",
                "bytes=0-1,5-6",
                "bytes=99999999999999999999-",
                "bytes=--5",
                "bytes=0x10-",
                "garbage"
            })
    void a_range_that_is_none_is_refused(String range) throws Exception {
        permit();
        HttpResponse<byte[]> answer = console.get(media(), "Range", range);
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */" + TOTAL);
    }

    @Test
    void without_a_range_or_with_another_unit_all_is_given() throws Exception {
        permit();
        assertThat(console.get(media()).body()).isEqualTo(stored);
        HttpResponse<byte[]> lines = console.get(media(), "Range", "lines=1-2");
        assertThat(lines.statusCode()).isEqualTo(200);
        HttpResponse<byte[]> conditional = console.get(media(), "Range", "bytes=0-9", "If-Range", "\"x\"");
        assertThat(conditional.statusCode()).isEqualTo(200);
        assertThat(conditional.body()).isEqualTo(stored);
    }

    @Test
    void head_tells_the_length_and_sends_nothing() throws Exception {
        permit();
        HttpRequest request = HttpRequest.newBuilder(console.uri(media()))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Range", "bytes=4096-8191")
                .build();
        HttpResponse<byte[]> answer = console.client().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("Content-Length")).contains("4096");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void no_byte_before_the_playlist_permitted_its_hour() throws Exception {
        assertThat(console.get(media(), "Range", "bytes=0-0").statusCode()).isEqualTo(403);
        permit();
        assertThat(console.get(media(), "Range", "bytes=0-0").statusCode()).isEqualTo(206);
    }

    @Test
    void no_byte_without_an_open_look_for_that_camera_and_kind() throws Exception {
        permit();
        String unknown = "f".repeat(32);
        assertThat(console.get("/looks/" + unknown + "/media/" + segment.id()).statusCode())
                .isEqualTo(403);
        assertThat(console.get("/looks/nonsense/media/" + segment.id()).statusCode())
                .isEqualTo(403);
        String live = console.look("live");
        assertThat(console.get("/looks/" + live + "/media/" + segment.id()).statusCode())
                .isEqualTo(403);
        CameraId other = console.cameras().add("back-door", "後門");
        FootageOnDisk.Writing hidden = record(other, ONE);
        assertThat(console.get("/looks/" + look + "/media/" + hidden.id()).statusCode())
                .isEqualTo(403);
        assertThat(console.get("/looks/" + look + "/media/no-such-camera.1.1").statusCode())
                .as("whether it exists is not told either")
                .isEqualTo(403);
    }

    @Test
    void a_look_that_was_closed_or_not_used_for_half_an_hour_gives_nothing() throws Exception {
        permit();
        console.now(console.now().plus(Looks.IDLE_LIMIT).plus(Duration.ofSeconds(1)));
        assertThat(console.get(media()).statusCode()).isEqualTo(403);
        look = console.look("playback");
        permit();
        assertThat(console.get(media()).statusCode()).isEqualTo(200);
        assertThat(console.post("/looks/" + look + "/close", "").statusCode()).isEqualTo(200);
        assertThat(console.post("/looks/" + look + "/close", "").statusCode()).isEqualTo(200);
        assertThat(console.get(media()).statusCode()).isEqualTo(403);
    }

    @Test
    void of_a_segment_over_the_hours_edge_only_the_entries_of_the_permitted_hour_are_given() throws Exception {
        FootageOnDisk.Writing edge = record(GATE, ONE.plusSeconds(3596));
        assertThat(console.text(playlist(ONE)).statusCode()).isEqualTo(200);
        String path = "/looks/" + look + "/media/" + edge.id();
        assertThat(console.get(path, "Range", "bytes=0-36863").statusCode())
                .as("initialisation and the four seconds before the edge")
                .isEqualTo(206);
        assertThat(console.get(path, "Range", "bytes=36864-40959").statusCode())
                .as("after the edge")
                .isEqualTo(403);
        assertThat(console.get(path).statusCode()).as("the whole file").isEqualTo(403);
        assertThat(console.text(playlist(ONE.plusSeconds(3600))).statusCode()).isEqualTo(200);
        assertThat(console.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void destroyed_footage_is_gone_though_it_was_permitted_before() throws Exception {
        permit();
        console.footage().destroy(segment.id());
        assertThat(console.get(media(), "Range", "bytes=0-0").statusCode()).isEqualTo(404);
    }

    @Test
    void an_open_segment_gives_what_is_written_so_far() throws Exception {
        console.now(ONE.plusSeconds(620));
        FootageOnDisk.Writing open = console.footage().segment(GATE, ONE.plusSeconds(600), 2, false);
        for (int i = 0; i < 5; i++) {
            open.fragment(ONE.plusSeconds(600 + i), i * 90_000L, 10, i % 2 == 0, 400);
        }
        permit();
        String path = "/looks/" + look + "/media/" + open.id();
        long soFar = open.segment().bytes();
        assertThat(console.get(path, "Range", "bytes=" + (soFar - 1) + "-").statusCode())
                .isEqualTo(206);
        assertThat(console.get(path, "Range", "bytes=" + soFar + "-").statusCode())
                .isEqualTo(416);
    }

    private void permit() throws Exception {
        assertThat(console.text(playlist(ONE)).statusCode()).isEqualTo(200);
    }

    private String playlist(Instant hour) {
        return "/looks/" + look + "/hls/front-gate/" + hour.getEpochSecond() + ".m3u8";
    }

    private String media() {
        return "/looks/" + look + "/media/" + segment.id();
    }

    private FootageOnDisk.Writing record(CameraId camera, Instant start) {
        FootageOnDisk.Writing writing = console.footage().segment(camera, start, start.getEpochSecond() % 1000, false);
        for (int i = 0; i < 6; i++) {
            writing.fragment(start.plusSeconds(i), i * 90_000L, 10, i % 2 == 0, 500);
        }
        return writing.seal();
    }
}

package tw.nvr.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tw.nvr.web.fake.RunningConsole.GATE;

import java.io.EOFException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.web.fake.Await;
import tw.nvr.web.fake.BoxReader;
import tw.nvr.web.fake.FootageOnDisk;
import tw.nvr.web.fake.RunningConsole;

class LiveTest {
    private static final Instant START = Instant.parse("2026-11-20T02:59:50Z");

    @TempDir
    Path folder;

    private RunningConsole console;
    private String look;

    @BeforeEach
    void start() throws Exception {
        console = new RunningConsole(folder);
        look = console.look("live");
    }

    @AfterEach
    void stop() {
        console.close();
        Await.until("nobody listens any more", () -> console.footage().listeners() == 0);
        Await.until("all files are closed", () -> console.footage().stillOpen() == 0);
    }

    @Test
    void a_stream_starts_at_the_latest_key_frame_and_goes_on_as_fragments_are_written() throws Exception {
        FootageOnDisk.Writing segment = write(1, START, 0, 5);
        HttpResponse<InputStream> answer = open();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-NVR-Codecs")).contains("avc1.64001f");
        assertThat(answer.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        try (InputStream in = answer.body()) {
            BoxReader boxes = new BoxReader(in);
            assertThat(boxes.next().type()).isEqualTo("ftyp");
            assertThat(boxes.next().type()).isEqualTo("moov");
            assertThat(BoxReader.decodeTicks(boxes.next("moof"))).isEqualTo(4 * 90_000);
            segment.fragment(START.plusSeconds(5), 5 * 90_000, 10, false, 100);
            assertThat(BoxReader.decodeTicks(boxes.next("moof"))).isEqualTo(5 * 90_000);
        }
    }

    @Test
    void it_goes_on_across_the_segments_of_a_run_without_a_second_initialisation_and_ends_with_the_run()
            throws Exception {
        FootageOnDisk.Writing first = write(1, START, 0, 2);
        try (InputStream in = open().body()) {
            BoxReader boxes = new BoxReader(in);
            assertThat(BoxReader.decodeTicks(boxes.next("moof"))).isZero();
            first.seal();
            FootageOnDisk.Writing second = write(1, START.plusSeconds(2), 2, 1);
            second.fragment(START.plusSeconds(3), 3 * 90_000, 10, false, 100);
            List<String> types = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            while (!times.contains(3L * 90_000)) {
                BoxReader.Box box = boxes.next();
                types.add(box.type());
                if (box.type().equals("moof")) {
                    times.add(BoxReader.decodeTicks(box));
                }
            }
            assertThat(times).containsExactly(90_000L, 180_000L, 270_000L);
            assertThat(types).doesNotContain("moov");
            second.seal();
            write(2, START.plusSeconds(5), 0, 1);
            assertThatThrownBy(() -> boxes.next("moof")).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void it_ends_when_its_look_is_closed() throws Exception {
        FootageOnDisk.Writing segment = write(1, START, 0, 1);
        try (InputStream in = open().body()) {
            BoxReader boxes = new BoxReader(in);
            boxes.next("moof");
            console.post("/looks/" + look + "/close", "");
            segment.fragment(START.plusSeconds(1), 90_000, 10, true, 100);
            assertThatThrownBy(() -> boxes.next("moof")).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void watching_keeps_the_look_open() throws Exception {
        FootageOnDisk.Writing segment = write(1, START, 0, 1);
        try (InputStream in = open().body()) {
            BoxReader boxes = new BoxReader(in);
            boxes.next("moof");
            for (int i = 1; i < 5; i++) {
                console.now(console.now().plusSeconds(20 * 60));
                segment.fragment(START.plusSeconds(i), i * 90_000L, 10, true, 100);
                assertThat(BoxReader.decodeTicks(boxes.next("moof"))).isEqualTo(i * 90_000L);
            }
            assertThat(console.looks().watchedLive()).containsExactly(GATE);
        }
    }

    @Test
    void it_ends_cleanly_when_the_console_stops() throws Exception {
        write(1, START, 0, 1);
        try (InputStream in = open().body()) {
            BoxReader boxes = new BoxReader(in);
            boxes.next("moof");
            console.close();
            assertThatThrownBy(() -> boxes.next("moof")).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void a_camera_that_is_not_being_recorded_has_no_live_pictures_and_the_answer_says_so() throws Exception {
        write(1, START, 0, 3).seal();
        HttpResponse<String> answer = console.text(path(), "Cookie", "nvr-lang=en");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("There are no live pictures of front-gate at present.");
        assertThat(console.footage().listeners()).isZero();
    }

    @Test
    void a_look_at_recorded_pictures_opens_no_live_ones() throws Exception {
        write(1, START, 0, 3);
        look = console.look("playback");
        assertThat(console.text(path()).statusCode()).isEqualTo(403);
        look = "0".repeat(32);
        assertThat(console.text(path()).statusCode()).isEqualTo(403);
    }

    @Test
    void head_tells_the_codecs_and_sends_nothing() throws Exception {
        write(1, START, 0, 3);
        HttpRequest request = HttpRequest.newBuilder(console.uri(path()))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<byte[]> answer = console.client().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-NVR-Codecs")).contains("avc1.64001f");
        assertThat(console.footage().listeners()).isZero();
    }

    /** Written by this thread as by the disk's: that all writes return while nobody reads is the point. */
    @Test
    void a_viewer_who_does_not_read_holds_up_nobody_and_goes_on_with_a_key_frame() throws Exception {
        FootageOnDisk.Writing segment = write(1, START, 0, 1);
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(8 * 1024);
            slow.setSoTimeout(15_000);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), console.port()));
            slow.getOutputStream()
                    .write(("GET " + path() + " HTTP/1.0\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Await.until("the viewer is listened for", () -> console.footage().listeners() == 1);
            int written = 120;
            for (int i = 1; i < written; i++) {
                segment.fragment(START.plusSeconds(i), i * 90_000L, 10, i % 4 == 0, 60_000);
            }
            InputStream in = slow.getInputStream();
            skipHead(in);
            BoxReader boxes = new BoxReader(in);
            List<Long> times = readUntilSkipped(boxes, segment, written);
            assertThat(times).as("in order").isSorted();
            assertThat(times.size()).as("some were left out").isLessThan(written);
            long last = times.get(times.size() - 1) / 90_000;
            assertThat(last % 4).as("goes on with a key frame").isZero();
        }
    }

    /** Reads to the first fragment after a jump in time, meanwhile writing on, so that there is something to go on with. */
    private static List<Long> readUntilSkipped(BoxReader boxes, FootageOnDisk.Writing segment, int written)
            throws Exception {
        List<Long> times = new ArrayList<>();
        int next = written;
        while (true) {
            times.add(BoxReader.decodeTicks(boxes.next("moof")));
            int n = times.size();
            if (n > 1 && times.get(n - 1) - times.get(n - 2) > 90_000) {
                return times;
            }
            segment.fragment(START.plusSeconds(next), next * 90_000L, 10, next % 4 == 0, 100);
            next++;
        }
    }

    private static void skipHead(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("no answer: " + head);
            }
            head.append((char) c);
        }
        assertThat(head).startsWith("HTTP/1.1 200");
    }

    private FootageOnDisk.Writing write(long run, Instant at, int firstSecond, int seconds) {
        FootageOnDisk.Writing segment = console.footage().segment(GATE, at, run, false);
        for (int i = 0; i < seconds; i++) {
            int second = firstSecond + i;
            segment.fragment(at.plusSeconds(i), second * 90_000L, 10, second % 4 == 0 || i == 0, 100);
        }
        return segment;
    }

    private String path() {
        return "/looks/" + look + "/live/front-gate";
    }

    private HttpResponse<InputStream> open() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(console.uri(path())).build();
        return console.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
    }
}

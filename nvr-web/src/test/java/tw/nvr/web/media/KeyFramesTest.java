package tw.nvr.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.web.fake.RunningConsole.GATE;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.web.fake.Await;
import tw.nvr.web.fake.BoxReader;
import tw.nvr.web.fake.FootageOnDisk;
import tw.nvr.web.fake.MiniMp4;
import tw.nvr.web.fake.RunningConsole;

class KeyFramesTest {
    private static final Instant ONE = Instant.parse("2026-11-20T01:00:00Z");

    @TempDir
    Path folder;

    private RunningConsole console;
    private String look;

    @BeforeEach
    void start() throws Exception {
        console = new RunningConsole(folder);
        look = console.look("playback");
    }

    @AfterEach
    void stop() {
        Await.until("all files are closed", () -> console.footage().stillOpen() == 0);
        console.close();
    }

    @Test
    void the_playlist_has_entries_of_twenty_seconds_on_the_same_times() throws Exception {
        record(ONE, 1, 50, 2).seal();
        record(ONE.plusSeconds(100), 2, 10, 2).seal();
        assertThat(playlist(ONE)).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:20
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MAP:URI="front-gate.1795136400000.1/init.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:00.000Z
                #EXTINF:20.00000,
                front-gate.1795136400000.1/0.m4s
                #EXTINF:20.00000,
                front-gate.1795136400000.1/1.m4s
                #EXTINF:10.00000,
                front-gate.1795136400000.1/2.m4s
                #EXT-X-DISCONTINUITY
                #EXT-X-MAP:URI="front-gate.1795136500000.2/init.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:01:40.000Z
                #EXTINF:10.00000,
                front-gate.1795136500000.2/0.m4s
                #EXT-X-ENDLIST
                """);
    }

    @Test
    void an_entry_holds_the_key_frames_alone_each_shown_until_the_next() throws Exception {
        FootageOnDisk.Writing segment = record(ONE, 1, 50, 2).seal();
        playlist(ONE);
        HttpResponse<byte[]> answer = console.get(path(segment, "1.m4s"));
        assertThat(answer.statusCode()).isEqualTo(200);
        List<BoxReader.Box> boxes = BoxReader.all(answer.body());
        assertThat(boxes).extracting(BoxReader.Box::type).containsExactly("moof", "mdat");
        assertThat(BoxReader.decodeTicks(boxes.get(0))).isEqualTo(20 * 90_000);
        ByteBuffer run = boxes.get(0).at("traf", "trun");
        assertThat(run.getInt() & 0xffffff).isEqualTo(0xf01);
        assertThat(run.getInt()).as("samples").isEqualTo(10);
        assertThat(run.getInt()).as("data offset").isEqualTo(boxes.get(0).content().length + 16);
        for (int i = 0; i < 10; i++) {
            assertThat(run.getInt()).as("duration").isEqualTo(180_000);
            assertThat(run.getInt()).as("size").isEqualTo(300);
            assertThat(run.getInt()).as("flags").isEqualTo(0x02000000);
            assertThat(run.getInt()).as("composition").isZero();
        }
        assertThat(boxes.get(1).content()).hasSize(3000).containsOnly('K');
    }

    @Test
    void the_sound_track_is_taken_out_of_the_initialisation() throws Exception {
        FootageOnDisk.Writing segment = record(ONE, 1, 3, 2).seal();
        playlist(ONE);
        List<BoxReader.Box> boxes =
                BoxReader.all(console.get(path(segment, "init.mp4")).body());
        assertThat(boxes).extracting(BoxReader.Box::type).containsExactly("ftyp", "moov");
        List<BoxReader.Box> movie = boxes.get(1).children();
        assertThat(movie).extracting(BoxReader.Box::type).containsExactly("mvhd", "trak", "mvex");
        assertThat(movie.get(1).at("tkhd").getInt(12)).isEqualTo(1);
        assertThat(movie.get(2).children()).hasSize(1);
    }

    @Test
    void composition_offsets_of_streams_with_b_frames_are_kept() throws Exception {
        FootageOnDisk.Writing segment = console.footage().segment(GATE, ONE, 1, false);
        segment.fragment(ONE, 0, List.of(new MiniMp4.Sample(new byte[] {1, 2, 3}, 90_000, 6000, true)), true);
        segment.seal();
        playlist(ONE);
        BoxReader.Box moof =
                BoxReader.all(console.get(path(segment, "0.m4s")).body()).get(0);
        assertThat(moof.at("traf", "trun").getInt(12 + 12)).isEqualTo(6000);
    }

    @Test
    void key_frames_closer_than_a_second_are_thinned_and_a_hole_ends_an_entry() throws Exception {
        FootageOnDisk.Writing segment = console.footage().segment(GATE, ONE, 1, false);
        List<FragmentRef> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(segment.fragment(ONE.plusMillis(i * 500L), i * 45_000L, 5, true, 50));
        }
        segment.fragment(ONE.plusSeconds(9), 9 * 90_000L, 10, true, 50);
        segment.seal();
        assertThat(playlist(ONE).lines().filter(l -> l.startsWith("#EXTINF") || l.contains("DISCONT")))
                .containsExactly("#EXTINF:3.00000,", "#EXT-X-DISCONTINUITY", "#EXTINF:1.00000,");
        BoxReader.Box moof =
                BoxReader.all(console.get(path(segment, "0.m4s")).body()).get(0);
        assertThat(moof.at("traf", "trun").getInt(4)).as("one a second").isEqualTo(3);
        assertThat(all).hasSize(6);
    }

    @Test
    void an_open_segment_offers_only_entries_that_can_no_longer_change() throws Exception {
        console.now(ONE.plusSeconds(25));
        record(ONE, 1, 25, 2);
        assertThat(playlist(ONE).lines().filter(l -> l.endsWith(".m4s"))).hasSize(1);
    }

    @Test
    void nothing_without_the_playlist_first_nor_outside_its_hour_nor_by_a_wrong_number() throws Exception {
        FootageOnDisk.Writing segment = record(ONE, 1, 30, 2).seal();
        assertThat(console.get(path(segment, "0.m4s")).statusCode()).isEqualTo(403);
        assertThat(console.get(path(segment, "init.mp4")).statusCode()).isEqualTo(403);
        playlist(ONE);
        assertThat(console.get(path(segment, "0.m4s")).statusCode()).isEqualTo(200);
        for (String wrong : List.of("2.m4s", "99999999999.m4s", "a.m4s")) {
            assertThat(console.get(path(segment, wrong)).statusCode()).as(wrong).isEqualTo(404);
        }
        String other = "/looks/" + look + "/keys/back-door/" + segment.id() + "/0.m4s";
        assertThat(console.get(other).statusCode()).isEqualTo(403);
    }

    @Test
    void a_damaged_fragment_is_told_and_not_passed_on() throws Exception {
        FootageOnDisk.Writing segment = record(ONE, 1, 30, 2).seal();
        playlist(ONE);
        byte[] bytes = Files.readAllBytes(segment.file());
        bytes[4096 + 3] = 7;
        Files.write(segment.file(), bytes, StandardOpenOption.TRUNCATE_EXISTING);
        HttpResponse<String> answer = console.text(path(segment, "0.m4s"), "Cookie", "nvr-lang=en");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("Stored footage cannot be read").doesNotContain("Exception");
    }

    private FootageOnDisk.Writing record(Instant start, long run, int seconds, int keyEvery) {
        FootageOnDisk.Writing segment = console.footage().segment(GATE, start, run, true);
        for (int i = 0; i < seconds; i++) {
            segment.fragment(start.plusSeconds(i), i * 90_000L, 10, i % keyEvery == 0, 300);
        }
        return segment;
    }

    private String path(FootageOnDisk.Writing segment, String file) {
        return "/looks/" + look + "/keys/front-gate/" + segment.id() + "/" + file;
    }

    private String playlist(Instant hour) throws Exception {
        HttpResponse<String> answer =
                console.text("/looks/" + look + "/keys/front-gate/" + hour.getEpochSecond() + ".m3u8");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}

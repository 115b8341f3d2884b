package tw.nvr.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.web.fake.RunningConsole.GATE;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.web.fake.FootageOnDisk;
import tw.nvr.web.fake.RunningConsole;

class PlaylistTest {
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
        assertThat(console.footage().stillOpen()).as("files left open").isZero();
        console.close();
    }

    @Test
    void segments_of_a_run_follow_each_other_and_a_new_run_is_a_discontinuity_with_its_own_map() throws Exception {
        record(ONE, 1, 0, 12, 2).seal();
        record(ONE.plusSeconds(12), 1, 12, 5, 2).seal();
        record(ONE.plusMillis(60_500), 2, 0, 4, 2).seal();
        assertThat(playlist(ONE)).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:6
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MAP:URI="../../media/front-gate.1795136400000.1",BYTERANGE="4096@0"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:00.000Z
                #EXTINF:4.00000,
                #EXT-X-BYTERANGE:16384@4096
                ../../media/front-gate.1795136400000.1
                #EXTINF:4.00000,
                #EXT-X-BYTERANGE:16384@20480
                ../../media/front-gate.1795136400000.1
                #EXTINF:4.00000,
                #EXT-X-BYTERANGE:16384@36864
                ../../media/front-gate.1795136400000.1
                #EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:12.000Z
                #EXTINF:4.00000,
                #EXT-X-BYTERANGE:16384@4096
                ../../media/front-gate.1795136412000.1
                #EXTINF:1.00000,
                #EXT-X-BYTERANGE:4096@20480
                ../../media/front-gate.1795136412000.1
                #EXT-X-DISCONTINUITY
                #EXT-X-MAP:URI="../../media/front-gate.1795136460500.2",BYTERANGE="4096@0"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:01:00.500Z
                #EXTINF:4.00000,
                #EXT-X-BYTERANGE:16384@4096
                ../../media/front-gate.1795136460500.2
                #EXT-X-ENDLIST
                """);
    }

    @Test
    void a_hole_within_a_segment_is_a_discontinuity_and_pictures_before_the_next_key_frame_are_left_out()
            throws Exception {
        FootageOnDisk.Writing segment = console.footage().segment(GATE, ONE, 1, true);
        segment.fragment(ONE, 0, 10, false, 100);
        segment.fragment(ONE.plusSeconds(1), 90_000, 10, true, 100);
        segment.fragment(ONE.plusSeconds(2), 180_000, 10, false, 100);
        segment.fragment(ONE.plusSeconds(6), 540_000, 10, false, 100);
        segment.fragment(ONE.plusSeconds(7), 630_000, 10, true, 100);
        segment.seal();
        List<String> lines = playlist(ONE).lines().skip(6).toList();
        assertThat(lines)
                .containsExactly(
                        "#EXT-X-MAP:URI=\"../../media/front-gate.1795136400000.1\",BYTERANGE=\"4096@0\"",
                        "#EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:01.000Z",
                        "#EXTINF:2.00000,",
                        "#EXT-X-BYTERANGE:8192@8192",
                        "../../media/front-gate.1795136400000.1",
                        "#EXT-X-DISCONTINUITY",
                        "#EXT-X-MAP:URI=\"../../media/front-gate.1795136400000.1\",BYTERANGE=\"4096@0\"",
                        "#EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:07.000Z",
                        "#EXTINF:1.00000,",
                        "#EXT-X-BYTERANGE:4096@20480",
                        "../../media/front-gate.1795136400000.1",
                        "#EXT-X-ENDLIST");
    }

    @Test
    void the_entry_that_runs_over_the_hours_edge_ends_one_playlist_and_starts_the_next() throws Exception {
        record(ONE.plusSeconds(3590), 1, 0, 20, 2).seal();
        String before = playlist(ONE);
        String after = playlist(ONE.plusSeconds(3600));
        assertThat(before).contains("PROGRAM-DATE-TIME:2026-11-20T01:59:50.000Z");
        assertThat(ranges(before)).containsExactly("16384@4096", "16384@20480", "16384@36864");
        assertThat(after).contains("PROGRAM-DATE-TIME:2026-11-20T01:59:58.000Z");
        assertThat(ranges(after)).containsExactly("16384@36864", "16384@53248", "16384@69632");
    }

    @Test
    void an_entry_that_ends_at_the_hours_edge_is_only_in_the_hour_before() throws Exception {
        record(ONE.plusSeconds(3596), 1, 0, 8, 2).seal();
        assertThat(ranges(playlist(ONE))).containsExactly("16384@4096");
        assertThat(ranges(playlist(ONE.plusSeconds(3600)))).containsExactly("16384@20480");
    }

    @Test
    void an_hour_that_goes_on_lists_only_what_can_no_longer_change() throws Exception {
        console.now(ONE.plusSeconds(9));
        FootageOnDisk.Writing segment = record(ONE, 1, 0, 7, 2);
        String early = playlist(ONE);
        assertThat(early).contains("#EXT-X-PLAYLIST-TYPE:EVENT").doesNotContain("#EXT-X-ENDLIST");
        assertThat(ranges(early)).containsExactly("16384@4096");
        segment.fragment(ONE.plusSeconds(7), 7 * 90_000, 10, false, 100);
        assertThat(playlist(ONE)).as("the second entry may still grow").isEqualTo(early);
        segment.fragment(ONE.plusSeconds(8), 8 * 90_000, 10, true, 100);
        assertThat(playlist(ONE)).startsWith(early);
        assertThat(ranges(playlist(ONE))).containsExactly("16384@4096", "16384@20480");
    }

    @Test
    void an_hour_is_complete_only_when_its_last_entry_is() throws Exception {
        FootageOnDisk.Writing segment = record(ONE.plusSeconds(3596), 1, 0, 5, 100);
        console.now(ONE.plusSeconds(3700));
        assertThat(console.text(path(ONE)).statusCode())
                .as("nothing is certain yet")
                .isEqualTo(404);
        segment.fragment(ONE.plusSeconds(3601), 5 * 90_000, 10, true, 100);
        assertThat(playlist(ONE)).endsWith("#EXT-X-ENDLIST\n");
        assertThat(playlist(ONE.plusSeconds(3600))).contains("EVENT");
    }

    @Test
    void an_hour_without_footage_is_not_found_and_leaves_no_word_that_it_was_shown() throws Exception {
        HttpResponse<String> answer = console.text(path(ONE), "Cookie", "nvr-lang=en");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("Nothing was recorded in this hour.");
        assertThat(console.audit().actions()).containsExactly(AuditAction.PLAYBACK_OPENED);
    }

    @Test
    void what_is_no_hour_is_refused() throws Exception {
        for (String hour : List.of("1", "3601", "abc", "-3600", "99999999999999999999", "253402300800")) {
            assertThat(console.text("/looks/" + look + "/hls/front-gate/" + hour + ".m3u8")
                            .statusCode())
                    .as(hour)
                    .isIn(400, 404);
        }
    }

    @Test
    void no_playlist_without_its_audit_event_on_disk() throws Exception {
        record(ONE, 1, 0, 12, 2).seal();
        console.audit().broken(true);
        assertThat(console.text(path(ONE)).statusCode()).isEqualTo(503);
        console.audit().broken(false);
        assertThat(console.text(path(ONE)).statusCode()).isEqualTo(200);
        assertThat(console.text(path(ONE)).statusCode()).isEqualTo(200);
        assertThat(console.audit().actions())
                .as("one event for one hour of one look")
                .containsExactly(AuditAction.PLAYBACK_OPENED, AuditAction.PLAYBACK_SERVED);
    }

    @Test
    void a_sealed_segment_is_read_once_for_many_playlists() throws Exception {
        record(ONE, 1, 0, 12, 2).seal();
        playlist(ONE);
        int opened = console.footage().opened();
        for (int i = 0; i < 5; i++) {
            playlist(ONE);
        }
        assertThat(console.footage().opened()).isEqualTo(opened);
    }

    private FootageOnDisk.Writing record(Instant start, long run, int firstSecond, int seconds, int keyEvery) {
        FootageOnDisk.Writing segment = console.footage().segment(GATE, start, run, false);
        for (int i = 0; i < seconds; i++) {
            segment.fragment(start.plusSeconds(i), (firstSecond + i) * 90_000L, 10, i % keyEvery == 0, 100);
        }
        return segment;
    }

    private String path(Instant hour) {
        return "/looks/" + look + "/hls/front-gate/" + hour.getEpochSecond() + ".m3u8";
    }

    private String playlist(Instant hour) throws Exception {
        HttpResponse<String> answer = console.text(path(hour));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/vnd.apple.mpegurl");
        return answer.body();
    }

    private static List<String> ranges(String playlist) {
        return playlist.lines()
                .filter(l -> l.startsWith("#EXT-X-BYTERANGE:"))
                .map(l -> l.substring("#EXT-X-BYTERANGE:".length()))
                .toList();
    }
}

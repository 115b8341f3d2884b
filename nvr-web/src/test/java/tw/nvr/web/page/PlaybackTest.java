package tw.nvr.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.footage.GapCause;
import tw.nvr.web.http.Answer;

/** The page 回放: what was typed, what is shown. */
class PlaybackTest {
    private static Map<String, List<String>> asked(String date, String time) {
        return Map.of("camera", List.of("cam-04"), "date", List.of(date), "time", List.of(time));
    }

    private static String page(String date, String time) {
        return Scenes.school().html("/playback", FakeRecorder.chinese(), asked(date, time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"115/11/04", "2026-11-04", "民國115年11月4日", "1151104", "115.11.4"})
    void a_date_is_understood_however_it_is_typed(String typed) {
        String html = page(typed, "10:18");
        assertThat(html).contains("民國115年11月4日 星期三 10:18:00").contains("115年11月4日 這一天");
        assertThat(html)
                .contains("data-at=\"" + Instant.parse("2026-11-04T02:18:00Z").toEpochMilli() + "\"");
    }

    @Test
    void a_date_and_a_time_that_cannot_be_read_come_back_as_typed_each_with_its_fault_beside_it() {
        Answer answer = Scenes.school().answer("/playback", FakeRecorder.chinese(), asked("115/02/30", "10點"));
        String html = PagesTest.utf8(answer.body());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(html)
                .contains("value=\"115/02/30\" autocomplete=\"off\" aria-invalid=\"true\" aria-describedby=\"e-date\"");
        assertThat(html)
                .contains("value=\"10點\" autocomplete=\"off\" aria-invalid=\"true\" aria-describedby=\"e-time\"");
        assertThat(html).contains("<p class=\"fault\" id=\"e-date\">").contains("<p class=\"fault\" id=\"e-time\">");
        assertThat(html)
                .contains("href=\"#f-date\"")
                .contains("href=\"#f-time\"")
                .contains("有 2 個欄位要更正");
        assertThat(html).contains("<option value=\"cam-04\" selected>").doesNotContain("id=\"player\"");
    }

    @Test
    void a_day_that_has_not_come_is_refused_with_the_day_it_is() {
        assertThat(page("115/11/21", "08:00")).contains("這一天還沒到，今天是 115/11/20。");
    }

    @Test
    void an_unknown_camera_is_named_in_its_fault() {
        String html = Scenes.school().html("/playback", FakeRecorder.chinese(), Map.of("camera", List.of("roof")));
        assertThat(html).contains("沒有名為「roof」的攝影機");
    }

    @Test
    void five_cameras_in_step_are_one_too_many_and_none_of_them_is_lost() {
        List<String> with = List.of("cam-01", "cam-02", "cam-03", "cam-05");
        String html = Scenes.school()
                .html("/playback", FakeRecorder.chinese(), Map.of("camera", List.of("cam-04"), "with", with));
        assertThat(html).contains("最多同步播放 3 支，現在選了 4 支").contains("<details class=\"with\" id=\"f-with\" open>");
        with.forEach(c -> assertThat(html).contains("name=\"with\" value=\"" + c + "\" checked"));
    }

    @Test
    void asked_for_nothing_it_stands_shortly_before_the_newest_footage_of_the_first_camera() {
        String html = Scenes.school().html("/playback", FakeRecorder.chinese(), Map.of());
        assertThat(html)
                .contains("data-at=\"" + FakeRecorder.NOW.minusSeconds(20).toEpochMilli() + "\"");
        assertThat(html).contains("正門口這一刻有畫面");
    }

    @Test
    void a_moment_in_a_gap_says_why_there_is_no_picture() {
        assertThat(page("115/11/04", "14:30")).contains("教學大樓一樓走廊這一刻沒有畫面：網路連不到攝影機。播放會跳到下一段。");
    }

    @Test
    void every_gap_of_the_day_stands_in_the_table_with_times_length_cause_and_code_and_links_to_just_before_it() {
        String html = page("115/11/04", "10:18:30");
        assertThat(html).contains(">14:20:00–15:05:00</a><span class=\"sub\">45 分</span>");
        assertThat(html).contains(">19:41:00–19:44:00</a>").contains("已連線，但影像停止更新 <span class=\"code\">S-04</span>");
        assertThat(html).contains(">12:00:00–12:20:00</a>").contains("計畫停錄");
        assertThat(html).contains("time=14:19:55&amp;zoom=day\" data-at=\"");
    }

    @Test
    void a_gap_that_still_lasts_ends_now() {
        FakeRecorder r = Scenes.school();
        String html = r.html("/playback", FakeRecorder.chinese(), Map.of("camera", List.of("cam-06")));
        assertThat(html).contains(">06:13:05–現在</a>");
    }

    @Test
    void a_camera_that_flapped_all_day_shows_the_first_gaps_and_a_link_to_all_and_stays_a_small_page() {
        FakeRecorder r = new FakeRecorder().camera("a", "側門", CameraState.RECORDING);
        Instant t = FakeRecorder.NOW.minus(Duration.ofHours(8));
        for (int i = 0; i < 200; i++, t = t.plusSeconds(120)) {
            r.footage("a", t, t.plusSeconds(60));
            r.gap("a", t.plusSeconds(60), t.plusSeconds(120), GapCause.STREAM_STALLED, false);
        }
        byte[] first = r.answer("/playback", FakeRecorder.chinese(), Map.of()).body();
        assertThat(PagesTest.utf8(first)).contains("顯示全部 200 筆").contains("gaps=all");
        String all = r.html("/playback", FakeRecorder.chinese(), Map.of("gaps", List.of("all")));
        assertThat(all.split("data-at=", -1).length - 1).isEqualTo(201);
        assertThat(first.length).isLessThan(100_000);
    }

    @Test
    void the_calendar_marks_days_with_footage_and_gaps_and_links_only_to_them() {
        String html = page("115/11/04", "10:18:30");
        assertThat(html).contains("<caption>民國115年11月</caption>");
        assertThat(html).contains("date=2026-11-05&amp;time=10:18:30\">5<span class=\"unseen\">：有畫面</span>");
        assertThat(html).contains("aria-current=\"date\">4<span class=\"unseen\">：有畫面，有中斷</span>");
        assertThat(html).contains("<span class=\"none\">21<span class=\"unseen\">：還沒到</span></span>");
        assertThat(html).contains("10月</a>").doesNotContain("12月</a>");
    }

    @Test
    void each_zoom_shows_its_stretch_of_time_around_the_moment() {
        Map<String, String> headings = Map.of(
                "month", "民國115年11月 這個月",
                "week", "115年11月1日 起的一週",
                "day", "115年11月4日 這一天",
                "hour", "115年11月4日 10:00–11:00",
                "minute", "115年11月4日 10:18–10:19");
        headings.forEach((zoom, heading) -> {
            String html = Scenes.school()
                    .html(
                            "/playback",
                            FakeRecorder.chinese(),
                            Map.of(
                                    "camera", List.of("cam-04"),
                                    "date", List.of("115/11/04"),
                                    "time", List.of("10:18:30"),
                                    "zoom", List.of(zoom)));
            assertThat(html).contains(">" + heading + "</h2>");
            assertThat(html).contains("data-zoom=\"" + zoom + "\" aria-current=\"true\"");
        });
    }

    @Test
    void a_camera_of_few_minutes_is_shown_by_the_hour_unless_the_day_is_asked_for() {
        FakeRecorder young = new FakeRecorder();
        young.camera("cam-01", "正門口", CameraState.RECORDING, Optional.empty());
        young.footage("cam-01", FakeRecorder.NOW.minus(Duration.ofMinutes(5)), FakeRecorder.NOW);
        Map<String, List<String>> camera = Map.of("camera", List.of("cam-01"));
        String html = young.html("/playback", FakeRecorder.chinese(), camera);
        assertThat(html).contains("data-zoom=\"hour\" aria-current=\"true\"").contains("&amp;zoom=day\"");
        String day = young.html(
                "/playback", FakeRecorder.chinese(), Map.of("camera", List.of("cam-01"), "zoom", List.of("day")));
        assertThat(day).contains("data-zoom=\"day\" aria-current=\"true\"");
        assertThat(Scenes.school().html("/playback", FakeRecorder.chinese(), camera))
                .contains("data-zoom=\"day\" aria-current=\"true\"");
    }

    @Test
    void the_playhead_stands_at_its_moment_of_the_day() {
        Dates dates = new Dates(FakeRecorder.chinese(), FakeRecorder.TAIPEI);
        Timeline t = Timeline.of(Zoom.DAY, Instant.parse("2026-11-04T02:18:00Z"), dates, List.of());
        assertThat(t.playhead()).isEqualTo("42.92%");
        assertThat(t.ticks().get(0)).isEqualTo(new Timeline.Tick("0%", "00:00", "start", false));
        assertThat(t.ticks().get(12)).isEqualTo(new Timeline.Tick("100%", "24:00", "end", false));
        assertThat(t.ticks().get(5).label())
                .as("10:00 gives way to the playhead's label")
                .isEmpty();
    }

    @Test
    void nothing_offers_to_save_a_picture() {
        String html = page("115/11/04", "10:18:30");
        assertThat(html).doesNotContain("download=").doesNotContain("<video").doesNotContain("<canvas");
        String live = Scenes.school().html("/live", FakeRecorder.chinese(), Map.of());
        assertThat(live)
                .contains("controlslist=\"nodownload noremoteplayback\"")
                .contains("disablepictureinpicture");
    }
}

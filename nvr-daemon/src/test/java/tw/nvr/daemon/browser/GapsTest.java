package tw.nvr.daemon.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody sees of time without footage. */
@Tag("browser")
@Timeout(300)
@ExtendWith(InBrowser.class)
class GapsTest {
    private final Demo demo;
    private final Browser browser;
    private final PlayerPage player;

    GapsTest(Demo demo, Browser browser, PlayerPage player) {
        this.demo = demo;
        this.browser = browser;
        this.player = player;
    }

    @Test
    void playing_from_within_a_gap_goes_to_the_next_footage_and_says_so_with_the_cause() {
        Demo.Span gap = demo.gap();
        player.play(gap.after(3), Demo.GATE);
        assertThat(player.at()).isAfterOrEqualTo(gap.end().minusMillis(500));
        assertThat(player.says()).contains("已跳到", Demo.time(gap.end()), causeInWords(gap));
    }

    @Test
    void playing_into_a_gap_goes_on_after_it_and_says_so() {
        Demo.Span gap = demo.gap();
        player.play(Instant.ofEpochSecond(gap.start().getEpochSecond() - 2), Demo.GATE);
        browser.until("the pictures after the gap", () -> player.at().isAfter(gap.end()) && player.light() > 0);
        browser.until("the player says so", () -> player.says().contains("已跳到"));
        assertThat(player.says()).contains(causeInWords(gap));
    }

    @Test
    void while_one_camera_has_a_gap_the_other_plays_and_its_place_says_why_it_is_empty() {
        Demo.Span gap = demo.gap();
        player.play(gap.after(2), Demo.YARD, Demo.GATE);
        assertThat(player.at()).isBefore(gap.end());
        assertThat(browser.text("[data-camera=gate] .view-words")).contains("這一刻沒有畫面", causeInWords(gap));
        browser.until(
                "the gate's pictures come back after its gap",
                "!document.querySelector('[data-camera=gate]').classList.contains('covered')");
        browser.until("both are in step", () -> player.apart() < 0.3);
    }

    @Test
    void the_table_lists_the_gap_with_its_cause_in_words_and_leads_there() {
        Demo.Span gap = demo.gap();
        player.play(demo.after().after(6), Demo.GATE);
        player.pause();
        String row = browser.text("main table.stacked tbody tr");
        assertThat(row).contains(Demo.time(gap.start()), "正門口", causeInWords(gap));
        browser.find("main table.stacked a[data-at]").click();
        player.untilAt(
                "a little before the gap",
                gap.start().minusSeconds(15),
                gap.start().plusSeconds(1));
        assertThat(browser.address()).contains("/playback");
    }

    @Test
    void the_buttons_find_the_gap_from_both_sides_and_say_when_there_is_none() {
        Demo.Span gap = demo.gap();
        player.open(demo.after().after(6), Demo.GATE);
        player.press("gap-before");
        player.untilAt("just before the gap", gap.start().minusSeconds(6), gap.start());
        player.press("gap-after");
        browser.until(
                "the player says that there is no later gap",
                () -> player.says().contains("後面沒有中斷"));
    }

    @Test
    void the_calendar_marks_today_and_says_in_words_that_it_has_footage_and_a_gap() {
        player.open(demo.after().after(6), Demo.GATE);
        assertThat(browser.all(".cal a.today")).hasSize(1);
        assertThat(browser.find(".cal a.today").getDomAttribute("aria-current")).isEqualTo("date");
        assertThat(browser.text(".cal a.today .unseen")).contains("有畫面，有中斷");
        assertThat(browser.text(".cal a.today"))
                .startsWith(
                        String.valueOf(demo.after().start().atZone(Demo.ZONE).getDayOfMonth()));
        assertThat(browser.all(".cal a.today rect.b-recorded")).isNotEmpty();
        assertThat(browser.all(".cal a.today rect.b-gap")).isNotEmpty();
    }

    @Test
    void the_first_minutes_of_footage_can_be_seen_on_the_time_line_at_once() {
        browser.open(demo.page("/playback?camera=gate"));
        assertThat(browser.find(".zoom [aria-current]").getDomAttribute("data-zoom"))
                .isEqualTo("hour");
        assertThat(browser.number("Math.max(...[...document.querySelectorAll('.tl-lane rect.b-recorded')]"
                        + ".map((r) => r.getBoundingClientRect().width))"))
                .isGreaterThan(3);
        browser.open(demo.page("/playback?camera=gate&zoom=day"));
        assertThat(browser.find(".zoom [aria-current]").getDomAttribute("data-zoom"))
                .isEqualTo("day");
    }

    @Test
    void the_time_line_draws_footage_and_the_gap_where_they_are() {
        Demo.Span gap = demo.gap();
        player.open(gap.after(1), Demo.GATE);
        browser.find("[data-zoom=hour]").click();
        browser.until("the gap is drawn", "document.querySelector('.tl-lane rect.b-gap')");
        double from = browser.number("document.getElementById('player').nvr.timeline.from");
        double x = browser.number("parseFloat(document.querySelector('.tl-lane rect.b-gap').getAttribute('x'))");
        double expected = Math.max(0, (gap.start().toEpochMilli() - from) / 36_000);
        assertThat(x).isBetween(expected - 0.1, expected + 0.1);
        assertThat(browser.all(".tl-lane rect.b-recorded")).isNotEmpty();
    }

    private static String causeInWords(Demo.Span gap) {
        return switch (gap.cause()) {
            case "camera-unreachable" -> "網路連不到攝影機";
            case "stream-stalled" -> "已連線，但影像停止更新";
            default -> throw new AssertionError("a camera that went away is said to be " + gap.cause());
        };
    }
}

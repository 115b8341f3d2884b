package tw.nvr.daemon.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** The way to the picture, and through it. */
@Tag("browser")
@Timeout(300)
@ExtendWith(InBrowser.class)
class WatchTest {
    private final Demo demo;
    private final Browser browser;
    private final PlayerPage player;

    WatchTest(Demo demo, Browser browser, PlayerPage player) {
        this.demo = demo;
        this.browser = browser;
        this.player = player;
    }

    @Test
    void from_the_address_to_the_picture_it_takes_three_steps_and_the_look_is_written_down() {
        Instant wanted = demo.after().after(5);
        browser.open(demo.page("/"));
        browser.find("#facts a[href*='camera=gate']").click();
        browser.type("#f-time", Demo.time(wanted));
        browser.find("#go").click();
        player.untilPlaying();
        player.untilAt("at the time that was typed", wanted, wanted.plusSeconds(20));
        browser.screen(1280, 720);
        browser.photograph("playback-1280");
        browser.screen(390, 844);
        browser.photograph("playback-390");
        browser.open(demo.page("/audit"));
        assertThat(browser.text("main table tbody tr:nth-child(1)") + browser.text("main table tbody tr:nth-child(2)"))
                .contains("回放", "gate");
    }

    @Test
    void a_click_on_the_time_line_goes_there_and_the_clock_follows() {
        Instant from = demo.after().after(8);
        player.play(from, Demo.GATE);
        player.pause();
        browser.find("[data-zoom=minute]").click();
        double start = browser.number("document.getElementById('player').nvr.timeline.from");
        boolean late = from.getEpochSecond() % 60 >= 50;
        Instant wanted = from.plusSeconds(late ? -5 : 8);
        browser.until(
                "the line shows one minute",
                "document.getElementById('player').nvr.timeline.to - "
                        + "document.getElementById('player').nvr.timeline.from === 60000");
        double part = (wanted.toEpochMilli() - start) / 60_000;
        browser.clickAt("#tl-over", part);
        player.untilAt("where it was clicked", wanted.minusMillis(300), wanted.plusMillis(300));
        assertThat(player.clock()).isEqualTo(Demo.time(player.at()));
        assertThat(browser.find("#f-time").getDomProperty("value")).isEqualTo(Demo.time(player.at()));
        assertThat(player.light()).isPositive();
    }

    @Test
    void arrow_keys_move_ten_seconds_and_with_shift_a_minute() {
        Instant from = demo.after().after(14);
        player.play(from, Demo.GATE);
        player.pause();
        Instant at = player.at();
        player.key(Keys.ARROW_LEFT);
        player.untilAt("ten seconds back", at.minusMillis(10_300), at.minusMillis(9_700));
        player.key(Keys.ARROW_RIGHT);
        player.untilAt("and on again", at.minusMillis(300), at.plusMillis(300));
        player.open(from, Demo.GATE);
        player.key(Keys.SHIFT, Keys.ARROW_LEFT);
        player.untilAt("a minute back", from.minusSeconds(60), from.minusSeconds(60));
        player.key(Keys.SHIFT, Keys.ARROW_RIGHT);
        player.untilAt("and on again", from, from);
    }

    @Test
    void a_time_is_typed_and_played_and_one_that_cannot_be_read_is_said_so() {
        player.open(demo.after().after(3), Demo.GATE);
        browser.type("#f-time", "25 o'clock");
        browser.find("#go").click();
        browser.until("the page says what it cannot read", "!document.getElementById('form-fault').hidden");
        assertThat(browser.text("#form-fault")).contains("看不懂這個時間");
        Instant wanted = demo.after().after(12);
        browser.type("#f-time", Demo.time(wanted));
        browser.find("#go").click();
        player.untilPlaying();
        player.untilAt("at the time that was typed", wanted, wanted.plusSeconds(30));
    }

    @Test
    void one_picture_on_and_one_back_are_a_tenth_of_a_second_apart() {
        player.play(demo.after().after(5), Demo.GATE);
        Instant start = player.at();
        browser.until("a second was played", () -> player.at().isAfter(start.plusSeconds(1)));
        player.press("frame-after");
        browser.until("it stands", () -> !player.playing());
        browser.untilStill();
        Instant first = player.at();
        player.press("frame-after");
        player.untilAt("one picture on", first.plusMillis(60), first.plusMillis(140));
        player.press("frame-before");
        player.untilAt("and back", first.minusMillis(40), first.plusMillis(40));
        assertThat(player.light()).isPositive();
    }

    @Test
    void after_fast_playing_one_picture_is_still_one_picture() {
        Instant from = demo.after().after(2);
        player.play(from, Demo.GATE);
        browser.until("a second was played", () -> player.at().isAfter(from.plusSeconds(2)));
        player.speed("4");
        browser.until("and some at four times the speed", () -> player.at().isAfter(from.plusSeconds(8)));
        player.press("frame-before");
        browser.until("it stands", () -> !player.playing());
        browser.untilStill();
        Instant first = player.at();
        player.press("frame-before");
        player.untilAt("one picture back", first.minusMillis(140), first.minusMillis(60));
    }

    @Test
    void all_speeds_play_on_and_those_above_four_show_key_frames_only() {
        for (String speed : new String[] {"0.5", "2", "4", "8", "16"}) {
            Instant from = demo.after().after(2);
            player.play(from, Demo.GATE);
            player.speed(speed);
            Instant goal = from.plusSeconds(Double.parseDouble(speed) > 4 ? 10 : 3);
            browser.until(
                    "at speed " + speed + " the playhead passes " + goal,
                    () -> player.at().isAfter(goal) && (player.light() > 0 || !player.playing()));
            boolean keys = browser.holds("document.getElementById('player').nvr.player.screens[0].mode === 'keys'");
            assertThat(keys).as("key frames only at " + speed).isEqualTo(Double.parseDouble(speed) > 4);
            assertThat(new Select(browser.find("#speed"))
                            .getFirstSelectedOption()
                            .getText())
                    .contains("倍");
        }
    }

    @Test
    void two_cameras_play_in_step() {
        player.play(demo.after().after(4), Demo.GATE, Demo.YARD);
        Instant start = player.at();
        int[] together = {0};
        browser.until("both within 0.3 s, five times one after the other, while time goes on", () -> {
            together[0] = player.apart() < 0.3 ? together[0] + 1 : 0;
            return together[0] >= 5 && player.at().isAfter(start.plusSeconds(2));
        });
        assertThat(browser.all(".view:not(.covered) video")).hasSize(2);
        assertThat(player.light()).isPositive();
    }
}

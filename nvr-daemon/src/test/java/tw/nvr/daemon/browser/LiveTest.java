package tw.nvr.daemon.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page 即時影像. */
@Tag("browser")
@Timeout(300)
@ExtendWith(InBrowser.class)
class LiveTest {
    private static final String TIMES = "[...document.querySelectorAll('#live-views video')].map((v) => v.currentTime)";

    private final Demo demo;
    private final Browser browser;

    LiveTest(Demo demo, Browser browser) {
        this.demo = demo;
        this.browser = browser;
    }

    @Test
    void pictures_of_both_cameras_come_and_go_on_and_the_look_is_written_down() {
        browser.open(demo.page("/live"));
        choose("gate");
        choose("yard");
        browser.find("#live-start").click();
        browser.until(
                "both pictures are there and not black",
                () -> browser.all("#live-views video").size() == 2
                        && PlayerPage.light(browser, "#live-views video") > 0);
        double from = browser.number("Math.max(..." + TIMES + ")");
        double least = browser.number("Math.min(..." + TIMES + ")");
        browser.until(
                "both go on for two seconds",
                () -> browser.number("Math.max(..." + TIMES + ")") > from + 2
                        && browser.number("Math.min(..." + TIMES + ")") > least + 2);
        browser.screen(1280, 720);
        browser.photograph("live-1280");
        browser.screen(390, 844);
        browser.photograph("live-390");
        browser.find("#live-stop").click();
        assertThat(browser.all("#live-views video")).isEmpty();
        browser.open(demo.page("/audit"));
        assertThat(browser.text("main table tbody tr:nth-child(1)") + browser.text("main table tbody tr:nth-child(2)"))
                .contains("即時影像", "gate", "yard");
    }

    @Test
    void without_a_camera_nothing_is_opened_and_the_page_says_what_is_missing() {
        browser.open(demo.page("/live"));
        browser.all("#live-form [name=camera]:checked").forEach(box -> box.click());
        browser.find("#live-start").click();
        browser.until("the page says what is missing", "!document.getElementById('live-fault').hidden");
        assertThat(browser.requests()).noneMatch(url -> url.contains("/looks"));
    }

    private void choose(String camera) {
        String box = "#live-form [value=" + camera + "]";
        browser.until("the form is there", "document.querySelector(\"" + box + "\")");
        if (!browser.find(box).isSelected()) {
            browser.find(box).click();
        }
    }
}

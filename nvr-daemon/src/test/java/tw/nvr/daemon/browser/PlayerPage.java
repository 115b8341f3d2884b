package tw.nvr.daemon.browser;

import java.time.Instant;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** The page 回放 as somebody uses it. Instants are those of the picture that is shown. */
final class PlayerPage {
    private static final String NVR = "document.getElementById('player').nvr";

    private final Browser browser;
    private final Demo demo;

    PlayerPage(Browser browser, Demo demo) {
        this.browser = browser;
        this.demo = demo;
    }

    /** Opens the page at an instant, without playing. */
    PlayerPage open(Instant at, String... cameras) {
        browser.open(demo.playback(at, cameras));
        browser.until("the player is there", NVR);
        return this;
    }

    /** Opens the page and plays from an instant. */
    PlayerPage play(Instant at, String... cameras) {
        open(at, cameras);
        browser.find("#go").click();
        untilPlaying();
        return this;
    }

    void untilPlaying() {
        browser.until("the picture of " + Demo.time(at()) + " is not black", () -> playing() && light() > 0);
        double from = video();
        browser.until(
                "the pictures go on",
                () -> video() > from + 0.3 || at().isAfter(demo.after().end()));
    }

    void pause() {
        press("toggle");
        browser.until("it stands", "!" + NVR + ".player.playing");
    }

    void press(String button) {
        browser.find("[data-do=" + button + "]").click();
    }

    void key(CharSequence... keys) {
        browser.find("#tl-over").sendKeys(Keys.chord(keys));
    }

    void speed(String times) {
        new Select(browser.find("#speed")).selectByValue(times);
    }

    boolean playing() {
        return browser.holds(NVR + ".player.playing");
    }

    /** What the player takes for the moment that is shown. */
    Instant at() {
        return Instant.ofEpochMilli((long) browser.number(NVR + ".player.at"));
    }

    /** The clock that people read. */
    String clock() {
        return browser.text("#clock");
    }

    String says() {
        return browser.text("#say");
    }

    /** Where the leading picture stands in its playlist, in seconds. */
    double video() {
        return browser.number("document.querySelector('.view video')?.currentTime ?? -1");
    }

    /** How much the pictures' brightness differs from place to place; 0 when there is nothing but one colour. */
    double light() {
        return light(browser, ".view:not(.covered) video");
    }

    /** How much the brightness of every such picture differs from place to place: the least of them. */
    static double light(Browser browser, String videos) {
        return ((Number) browser.js("""
                        const spread = (video) => {
                          if (video.readyState < 2) {
                            return 0;
                          }
                          const canvas = document.createElement("canvas");
                          [canvas.width, canvas.height] = [64, 36];
                          const paper = canvas.getContext("2d");
                          paper.drawImage(video, 0, 0, 64, 36);
                          const dots = paper.getImageData(0, 0, 64, 36).data.filter((v, i) => i % 4 === 1);
                          return Math.max(...dots) - Math.min(...dots);
                        };
                        const all = [...document.querySelectorAll(arguments[0])].map(spread);
                        return all.length ? Math.min(...all) : 0;
                        """, videos)).doubleValue();
    }

    /** Waits until the moment that is shown lies between two others. */
    void untilAt(String where, Instant from, Instant to) {
        browser.until(where + ", between " + from + " and " + to + ", not " + at(), () -> {
            Instant now = at();
            return !now.isBefore(from)
                    && !now.isAfter(to)
                    && !browser.holds("document.querySelector('.view video')?.seeking");
        });
    }

    /** How far the screens are apart, in seconds; a day while one of them shows nothing. */
    double apart() {
        return browser.number("(() => { const s = " + NVR + ".player.screens;"
                + " if (s.some((x) => !x.on)) { return 86400; }"
                + " const walls = s.map((x) => x.wall());"
                + " return (Math.max(...walls) - Math.min(...walls)) / 1000; })()");
    }
}

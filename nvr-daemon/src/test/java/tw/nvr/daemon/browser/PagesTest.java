package tw.nvr.daemon.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What holds on every page. */
@Tag("browser")
@Timeout(300)
@ExtendWith(InBrowser.class)
class PagesTest {
    private static final String AXE = "axe.min.js";

    private final Demo demo;
    private final Browser browser;
    private final PlayerPage player;

    PagesTest(Demo demo, Browser browser, PlayerPage player) {
        this.demo = demo;
        this.browser = browser;
        this.player = player;
    }

    @Test
    void no_page_is_wider_than_the_screen_of_a_telephone() {
        for (int width : new int[] {390, 320}) {
            browser.screen(width, 800);
            for (String page : pages()) {
                browser.open(page);
                assertThat(tooWide()).as(page + " at " + width + " px").isEmpty();
            }
        }
    }

    @Test
    void the_player_fits_a_telephone_while_it_plays() {
        browser.screen(320, 640);
        player.play(demo.after().after(3), Demo.GATE, Demo.YARD);
        assertThat(tooWide()).isEmpty();
        assertThat(browser.number("document.querySelector('.view').getBoundingClientRect().width"))
                .isBetween(200.0, 320.0);
    }

    @Test
    void pages_speak_chinese_until_english_is_chosen_and_keep_to_it() {
        for (String page : pages()) {
            browser.open(page);
            assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo("zh-Hant-TW");
            assertThat(browser.text("h1")).matches("\\p{IsHan}+");
        }
        browser.find(".top-lang a").click();
        for (String page : pages()) {
            browser.open(page);
            assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo("en");
            assertThat(browser.text("main").replace("正門口", "").replace("後院", ""))
                    .as(page)
                    .doesNotContainPattern("\\p{IsHan}");
        }
    }

    @Test
    void without_scripts_the_facts_are_all_there_and_the_player_says_what_it_needs() {
        browser.scripts(false);
        browser.open(demo.page("/"));
        assertThat(browser.find("#facts").getText()).contains("正門口", "後院");
        browser.find("#facts a[href*='camera=gate']").click();
        assertThat(browser.find("h1").getText()).isEqualTo("回放");
        assertThat(browser.find("main table.stacked").getText())
                .contains("正門口", Demo.time(demo.gap().start()));
        assertThat(browser.all(".tl-lane rect.b-recorded")).isNotEmpty();
        assertThat(browser.all(".cal a.today")).hasSize(1);
        assertThat(browser.find(".player noscript, .player .player-note").getText())
                .isNotBlank();
        browser.find(".zoom [data-zoom=minute]").click();
        assertThat(browser.address()).contains("zoom=minute");
        assertThat(browser.find(".zoom [aria-current]").getDomAttribute("data-zoom"))
                .isEqualTo("minute");
    }

    @Test
    void nothing_offers_to_save_pictures_and_no_link_leads_to_them() {
        player.play(demo.after().after(3), Demo.GATE, Demo.YARD);
        assertThat(browser.all("video")).isNotEmpty();
        Set<String> links = new TreeSet<>(harmlessLinks());
        for (String page : pages()) {
            browser.open(page);
            links.addAll(harmlessLinks());
        }
        assertThat(links).hasSizeGreaterThan(10);
        for (String link : links) {
            HttpResponse<String> answer = demo.get(link);
            assertThat(answer.headers().firstValue("Content-Type").orElse("none"))
                    .as(link)
                    .startsWith("text/html");
        }
    }

    @Test
    void what_was_played_is_not_given_to_anybody_once_the_page_is_left() {
        player.play(demo.after().after(3), Demo.GATE);
        String media = browser.requests().stream()
                .filter(url -> url.contains("/media/"))
                .findFirst()
                .orElseThrow();
        browser.open(demo.page("/"));
        browser.until("the look is closed", () -> demo.get(media).statusCode() == 403);
        assertThat(demo.get(media).headers().firstValue("Content-Type").orElse("none"))
                .doesNotContain("video");
    }

    @Test
    void the_tab_key_shows_where_it_is_and_walks_through_the_page_in_its_order() {
        player.open(demo.after().after(3), Demo.GATE);
        WebElement body = browser.find("body");
        body.sendKeys(Keys.TAB);
        assertThat(browser.holds("document.activeElement.classList.contains('skip')"))
                .isTrue();
        browser.focused().sendKeys(Keys.ENTER);
        assertThat(browser.address()).endsWith("#main");
        List<String> stops = new ArrayList<>();
        browser.focused().sendKeys(Keys.TAB);
        while (!"tl-over".equals(browser.focused().getDomProperty("id")) && stops.size() < 60) {
            stops.add(browser.focused().getAccessibleName());
            assertThat(
                            browser.holds(
                                    "getComputedStyle(document.activeElement).outlineStyle !== 'none' && document.activeElement.getBoundingClientRect().height > 8"))
                    .as("the focus is seen at " + stops)
                    .isTrue();
            browser.focused().sendKeys(Keys.TAB);
        }
        assertThat(stops)
                .containsSubsequence("主畫面攝影機", "時間（24 小時）", "播放這一刻", "退 10 秒", "前一格", "播放", "後一格", "進 10 秒", "速度");
        assertThat(browser.focused().getAriaRole()).isEqualTo("slider");
    }

    @Test
    void axe_finds_nothing_serious_on_any_page_in_either_width() throws IOException {
        String axe;
        try (InputStream in = ClassLoader.getSystemResourceAsStream(AXE)) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        for (int width : new int[] {1280, 390}) {
            browser.screen(width, 800);
            for (String page : pages()) {
                browser.open(page);
                assertThat(violations(axe)).as(page + " at " + width + " px").isEmpty();
            }
        }
        player.play(demo.after().after(3), Demo.GATE, Demo.YARD);
        player.pause();
        assertThat(violations(axe)).as("the player").isEmpty();
    }

    @Test
    void the_browser_is_heard_when_a_page_complains_or_asks_elsewhere() {
        browser.open(demo.page("/"));
        browser.js("setTimeout(() => { throw new Error('on purpose'); });"
                + "const i = new Image(); i.src = 'http://192.0.2.1/spy.png'; document.body.append(i);");
        List<String> heard = new ArrayList<>();
        browser.until("both complaints are heard", () -> {
            heard.addAll(browser.complaints());
            return heard.stream().anyMatch(c -> c.contains("on purpose"))
                    && heard.stream().anyMatch(c -> c.contains("Content Security Policy"));
        });
        browser.freshen();
    }

    @Test
    void pictures_of_the_dashboard_are_kept_for_people_to_look_at() {
        browser.screen(1280, 720);
        browser.open(demo.page("/"));
        assertThat(browser.all("#facts tbody tr")).hasSize(2);
        browser.photograph("dashboard-1280");
        browser.screen(390, 844);
        browser.photograph("dashboard-390");
    }

    /** The last of them is answered with 400, which the browser notes and the tests expect. */
    private List<String> pages() {
        browser.excuse("status of 400");
        return Stream.of(
                        "/",
                        "/live",
                        "/playback",
                        "/playback?camera=gate&with=yard&zoom=hour",
                        "/cameras",
                        "/storage",
                        "/audit",
                        "/help",
                        "/playback?camera=gate&date=nonsense&time=99")
                .map(demo::page)
                .toList();
    }

    /** What is wider than the screen, by element; nothing when the page cannot be scrolled sideways. */
    private List<?> tooWide() {
        return (List<?>) browser.js("""
                const room = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= room) {
                  return [];
                }
                return [...document.querySelectorAll("body *")]
                  .filter((e) => e.getBoundingClientRect().right > room + 0.5)
                  .map((e) => e.tagName + "." + e.className + " " + e.textContent.slice(0, 20));
                """);
    }

    /** The links of the page, after looking that none of them and no video offers to save anything. */
    private List<String> harmlessLinks() {
        assertThat(browser.all("video[controls], a[download]")).isEmpty();
        assertThat(browser.holds(
                        "[...document.querySelectorAll('video')].every((v) => v.controlsList.contains('nodownload')"
                                + " && v.disablePictureInPicture)"))
                .isTrue();
        return browser.all("a[href]").stream()
                .map(a -> a.getDomProperty("href").replaceAll("#.*", ""))
                .toList();
    }

    private List<?> violations(String axe) {
        if (!browser.holds("window.axe")) {
            browser.js(axe);
        }
        return (List<?>) browser.driver().executeAsyncScript("""
                        const done = arguments[arguments.length - 1];
                        const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
                        axe.run(document, { runOnly: { type: "tag", values: rules }, preload: false })
                          .then((told) => done(told.violations
                            .filter((v) => v.impact === "serious" || v.impact === "critical")
                            .flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target + " " + n.failureSummary))),
                            (e) => done(["axe failed: " + e]));
                        """);
    }
}

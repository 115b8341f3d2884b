package tw.nvr.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.problem.Texts;

/** Every page, with fakes. */
class PagesTest {
    private static final Map<String, List<String>> THAT_DAY = Map.of(
            "camera", List.of("cam-04"),
            "with", List.of("cam-03", "cam-01"),
            "date", List.of("115/11/04"),
            "time", List.of("10:18:30"));

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live", "/playback", "/cameras", "/storage", "/audit", "/help"})
    void every_page_is_made_in_both_languages_with_one_heading_and_its_navigation_entry_marked(String path) {
        for (Texts texts : List.of(FakeRecorder.chinese(), FakeRecorder.english())) {
            String html = Scenes.school().html(path, texts, Map.of());
            assertThat(html).startsWith("<!doctype html>").contains("</html>");
            assertThat(count(html, "<h1>")).isEqualTo(1);
            assertThat(html).contains("href=\"" + path + "\" aria-current=\"page\"");
            assertThat(html).contains("class=\"skip\"").contains("<main class=\"main\" id=\"main\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live", "/playback", "/cameras", "/storage", "/audit", "/help"})
    void no_page_has_a_style_a_handler_or_a_script_inside_itself(String path) {
        String html = Scenes.school().html(path, FakeRecorder.chinese(), Map.of());
        assertThat(html)
                .doesNotContain("<style")
                .doesNotContainPattern("\\sstyle=")
                .doesNotContainPattern("\\son[a-z]+=");
        Matcher script = Pattern.compile("<script[^>]*>([^<]*)</script>").matcher(html);
        int scripts = 0;
        while (script.find()) {
            assertThat(script.group()).contains(" src=\"/assets/");
            assertThat(script.group(1)).isEmpty();
            scripts++;
        }
        assertThat(scripts).isPositive();
        assertThat(html).doesNotContain("http://").doesNotContain("https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live", "/playback", "/cameras", "/storage", "/audit", "/help"})
    void every_page_of_a_recorder_without_cameras_says_so_instead_of_breaking(String path) {
        FakeRecorder empty = new FakeRecorder();
        assertThat(empty.answer(path, FakeRecorder.chinese(), Map.of()).status())
                .isEqualTo(200);
        assertThat(empty.html("/", FakeRecorder.chinese(), Map.of())).contains("還沒有要錄影的攝影機");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live", "/playback", "/cameras", "/storage"})
    void a_name_with_markup_in_it_is_shown_as_it_is_and_never_becomes_markup(String path) {
        FakeRecorder r =
                new FakeRecorder().camera("a", "<script>alert('x')</script>\" onload=\"y", CameraState.UNREACHABLE);
        r.footage("a", FakeRecorder.NOW.minusSeconds(600), FakeRecorder.NOW);
        String html = r.html(path, FakeRecorder.chinese(), Map.of());
        assertThat(html).contains("&lt;script&gt;").doesNotContain("<script>alert");
        assertThat(html).doesNotContainPattern("<[a-z]+(\\s[a-z-]+=\"[^\"]*\")*\\sonload=");
    }

    @Test
    void what_a_person_typed_comes_back_escaped_beside_its_fault() {
        String html = Scenes.school()
                .html(
                        "/playback",
                        FakeRecorder.chinese(),
                        Map.of("date", List.of("\"><b>x"), "time", List.of("25:00")));
        assertThat(html).contains("value=\"&#34;").doesNotContain("\"><b>x").doesNotContain("<b>");
        assertThat(html).contains("value=\"25:00\"");
    }

    @Test
    void the_page_of_a_day_with_three_cameras_stays_under_50_kB() {
        byte[] page = Scenes.school()
                .answer("/playback", FakeRecorder.chinese(), THAT_DAY)
                .body();
        assertThat(page.length).isLessThan(50_000);
    }

    @Test
    void the_first_page_of_a_school_with_its_style_and_scripts_stays_under_300_kB() throws Exception {
        int bytes =
                Scenes.school().answer("/", FakeRecorder.chinese(), Map.of()).body().length;
        for (String name : List.of("console.css", "shell.js", "walltime.js", "refresh.js")) {
            try (var in = PagesTest.class.getResourceAsStream("/tw/nvr/web/assets/" + name)) {
                bytes += in.readAllBytes().length;
            }
        }
        assertThat(bytes).isLessThan(300_000);
    }

    @Test
    void the_banner_says_that_the_console_is_for_this_machine_only_and_in_the_demo_that_it_is_one() {
        FakeRecorder r = Scenes.school();
        assertThat(r.html("/", FakeRecorder.chinese(), Map.of()))
                .contains("只在這台主機上開放")
                .doesNotContain("這是示範");
        r.demo = true;
        assertThat(r.html("/", FakeRecorder.chinese(), Map.of())).contains("這是示範");
        assertThat(r.html("/", FakeRecorder.english(), Map.of())).contains("This is a demo");
    }

    @Test
    void the_language_link_keeps_what_was_asked() {
        String html = Scenes.school().html("/playback", FakeRecorder.chinese(), THAT_DAY);
        assertThat(html).contains("/playback?lang=en").contains("date=115%2F11%2F04");
        assertThat(html).contains("lang=\"zh-Hant-TW\"");
        assertThat(Scenes.school().html("/", FakeRecorder.english(), Map.of())).contains("<html lang=\"en\">");
    }

    @Test
    void every_label_belongs_to_a_field_of_its_page() {
        String html = Scenes.school().html("/playback", FakeRecorder.chinese(), THAT_DAY);
        Matcher label = Pattern.compile("<label for=\"([^\"]+)\"").matcher(html);
        int labels = 0;
        while (label.find()) {
            assertThat(html).contains("id=\"" + label.group(1) + "\"");
            labels++;
        }
        assertThat(labels).isGreaterThanOrEqualTo(5);
        Matcher id = Pattern.compile("\\sid=\"([^\"]+)\"").matcher(html);
        while (id.find()) {
            assertThat(count(html, " id=\"" + id.group(1) + "\""))
                    .as(id.group(1))
                    .isEqualTo(1);
        }
    }

    @Test
    void every_asset_that_a_page_names_is_in_the_build() {
        String html = Scenes.school().html("/playback", FakeRecorder.chinese(), THAT_DAY);
        Matcher asset = Pattern.compile("/assets/[0-9a-f]{12}/([a-z.]+)").matcher(html);
        int seen = 0;
        while (asset.find()) {
            seen++;
            assertThat(AssetVersion.NAMES).contains(asset.group(1));
            assertThat(PagesTest.class.getResource("/tw/nvr/web/assets/" + asset.group(1)))
                    .isNotNull();
        }
        assertThat(seen).isGreaterThanOrEqualTo(3);
    }

    @Test
    void every_script_that_a_script_loads_is_in_the_build() throws Exception {
        Pattern load = Pattern.compile("[\"']\\./([A-Za-z0-9.]+\\.js)[\"']");
        int own = 0;
        int foreign = 0;
        for (String name : AssetVersion.NAMES) {
            try (var in = PagesTest.class.getResourceAsStream("/tw/nvr/web/assets/" + name)) {
                Matcher loaded = load.matcher(utf8(in.readAllBytes()));
                while (loaded.find()) {
                    boolean isOurs = AssetVersion.NAMES.contains(loaded.group(1));
                    own += isOurs ? 1 : 0;
                    foreign += isOurs ? 0 : 1;
                    assertThat(isOurs || loaded.group(1).equals("hls.js"))
                            .as("%s loads %s", name, loaded.group(1))
                            .isTrue();
                }
            }
        }
        assertThat(own).isGreaterThanOrEqualTo(8);
        assertThat(foreign).as("hls.js").isEqualTo(1);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

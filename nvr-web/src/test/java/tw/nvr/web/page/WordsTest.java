package tw.nvr.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.footage.GapCause;

/** The message files, the templates and the scripts agree about their words. */
class WordsTest {
    private static final Pattern WHOLE_KEY = Pattern.compile("\\bt\\(\"([a-z0-9.-]+)\"[,)]");

    @Test
    void every_key_stands_in_both_languages_and_none_is_empty() throws IOException {
        Properties chinese = read("zh_TW");
        Properties english = read("en");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : chinese.stringPropertyNames()) {
            assertThat(chinese.getProperty(key)).as(key).isNotEmpty();
            assertThat(english.getProperty(key)).as(key).isNotEmpty();
        }
    }

    @Test
    void both_languages_fill_in_the_same_places() throws IOException {
        Properties chinese = read("zh_TW");
        Properties english = read("en");
        for (String key : chinese.stringPropertyNames()) {
            assertThat(places(english.getProperty(key))).as(key).isEqualTo(places(chinese.getProperty(key)));
        }
    }

    @Test
    void every_key_that_a_template_names_exists() throws IOException {
        Properties words = read("zh_TW");
        int seen = 0;
        for (Path template : files(repository().resolve("nvr-web/src/main/jte"), ".jte")) {
            Matcher m = WHOLE_KEY.matcher(Files.readString(template));
            while (m.find()) {
                if (!m.group(1).endsWith(".")) {
                    assertThat(words.stringPropertyNames())
                            .as(template.toString())
                            .contains(m.group(1));
                    seen++;
                }
            }
        }
        assertThat(seen).isGreaterThan(100);
    }

    @Test
    void every_cause_state_purpose_action_zoom_and_actor_has_its_words_and_every_cause_its_own_code()
            throws IOException {
        Set<String> keys = read("zh_TW").stringPropertyNames();
        Set<String> codes = new TreeSet<>();
        for (GapCause cause : GapCause.values()) {
            assertThat(keys).contains("cause." + cause.wireName(), "cause." + cause.wireName() + ".remedy");
            codes.add(GapWords.code(cause));
        }
        assertThat(codes).hasSameSizeAs(GapCause.values()).allMatch(c -> c.matches("S-\\d\\d"));
        for (CameraState state : CameraState.values()) {
            assertThat(keys).contains("state." + state.wireName());
            assertThat(codes).contains(GapWords.code(GapWords.causeOf(state)));
        }
        for (Purpose purpose : Purpose.values()) {
            assertThat(keys).contains("purpose." + purpose.wireName());
        }
        for (AuditAction action : AuditAction.values()) {
            assertThat(keys).contains("audit.action." + action.wireName());
        }
        for (Zoom zoom : Zoom.values()) {
            assertThat(keys).contains("zoom." + zoom.wireName());
        }
        for (Actor.Kind kind : Actor.Kind.values()) {
            assertThat(keys).contains("actor." + kind.wireName());
        }
    }

    @Test
    void every_word_that_a_script_says_is_given_to_it_and_has_no_hole_that_it_would_not_fill() throws IOException {
        String given = ScriptWords.playback(FakeRecorder.chinese()) + ScriptWords.live(FakeRecorder.chinese());
        Pattern said = Pattern.compile("\"((?:player|live|timeline)\\.[a-z-]+)\"");
        int seen = 0;
        for (Path script : files(repository().resolve("nvr-web/src/main/resources/tw/nvr/web/assets"), ".js")) {
            Matcher m = said.matcher(Files.readString(script));
            while (m.find()) {
                assertThat(given).as(script + " says " + m.group(1)).contains('"' + m.group(1) + "\":");
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(30);
        assertThat(given).contains("{0}").doesNotContain("null");
    }

    @Test
    void no_script_has_words_of_its_own_in_chinese() throws IOException {
        for (Path script : files(repository().resolve("nvr-web/src/main/resources/tw/nvr/web/assets"), ".js")) {
            String code = Files.readString(script).replaceAll("(?m)//.*$", "").replaceAll("(?s)/\\*.*?\\*/", "");
            // What remains are the signs of a written date: 民國 年 月 日 時 分 秒.
            assertThat(code.replaceAll("[民國年月日時分秒：]", "")).as(script.toString()).doesNotContainPattern("\\p{IsHan}");
        }
    }

    @Test
    void the_version_covers_every_file_in_the_assets_folder() throws IOException {
        List<String> there = files(repository().resolve("nvr-web/src/main/resources/tw/nvr/web/assets"), "").stream()
                .map(p -> p.getFileName().toString())
                .sorted()
                .toList();
        assertThat(AssetVersion.NAMES).containsExactlyElementsOf(there);
        assertThat(AssetVersion.compute()).matches("[0-9a-f]{12}").isEqualTo(AssetVersion.compute());
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher m = Pattern.compile("\\{(\\d)").matcher(text);
        while (m.find()) {
            places.add(m.group(1));
        }
        return places;
    }

    private static Properties read(String language) throws IOException {
        Properties p = new Properties();
        try (InputStream in = WordsTest.class.getResourceAsStream("/tw/nvr/web/messages_" + language + ".properties")) {
            p.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return p;
    }

    private static Path repository() {
        return Path.of(System.getProperty("nvr.repository"));
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> found = all.filter(Files::isRegularFile)
                    .filter(p -> p.toString().endsWith(ending))
                    .collect(Collectors.toCollection(ArrayList::new));
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}

package tw.nvr.daemon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Words for people stand in message files, in both languages, and name only what exists. */
class WordsTest {
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    /** A problem that is made: its key must be a literal here, or the words cannot be checked. */
    private static final Pattern PROBLEM =
            Pattern.compile("Problem\\s*\\.of\\(\\s*(?:ProblemKind\\.)?[A-Z_]+\\s*,\\s*\"([^\"]+)\"");

    private static final Pattern COMMAND = Pattern.compile("(?<![\\w./-])nvr ([a-z]+)(?: ([a-z]+))?");

    /** First word of every command, with its second where it has one. */
    private static final Map<String, Set<String>> COMMANDS = Map.of(
            "run", Set.of(),
            "demo", Set.of(),
            "check", Set.of(),
            "camera", Set.of("simulate", "list", "add", "set", "trust", "remove"),
            "footage", Set.of("list"),
            "storage", Set.of("init", "adopt", "status", "verify", "reindex"),
            "audit", Set.of("verify"),
            "config", Set.of("check"));

    @Test
    void java_code_holds_no_chinese_words_but_the_calendars_own_signs() {
        List<String> found = new ArrayList<>();
        for (Path file : Repository.mainSources()) {
            // 民國, 年, 月, 日, 時, 分 and 秒 are notation there, like the colon in 08:30.
            if (!file.endsWith("tw/nvr/core/time/RocDate.java")) {
                JavaSource.read(file).literals().stream()
                        .filter(l -> HAN.matcher(l).find())
                        .forEach(l -> found.add(Repository.name(file) + ": " + l));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void a_module_has_the_same_keys_with_the_same_arguments_in_both_languages() {
        for (String module : Repository.MODULES) {
            Map<String, String> chinese = texts(module, "zh_TW");
            Map<String, String> english = texts(module, "en");
            assertThat(chinese.keySet()).as(module).isEqualTo(english.keySet());
            List<String> differing = english.keySet().stream()
                    .filter(key -> !arguments(chinese.get(key)).equals(arguments(english.get(key))))
                    .toList();
            assertThat(differing).as("keys of %s with other arguments", module).isEmpty();
        }
    }

    @Test
    void no_key_stands_twice_in_a_file_or_in_two_modules() {
        Map<String, String> owner = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (String module : Repository.MODULES) {
            for (String line :
                    Repository.text(Repository.messages(module, "en")).lines().toList()) {
                int equals = line.indexOf('=');
                if (equals > 0 && !line.startsWith("#")) {
                    String key = line.substring(0, equals).strip();
                    String before = owner.put(key, module);
                    if (before != null) {
                        twice.add(key + " in " + before + " and " + module);
                    }
                }
            }
        }
        assertThat(owner).isNotEmpty();
        assertThat(twice).isEmpty();
    }

    @Test
    void every_text_says_something_and_is_a_message_pattern_that_uses_all_its_quotes() {
        List<String> faults = new ArrayList<>();
        for (String module : Repository.MODULES) {
            for (String language : List.of("zh_TW", "en")) {
                texts(module, language)
                        .forEach((key, text) ->
                                fault(text).ifPresent(f -> faults.add(key + " (" + language + ") " + f)));
            }
        }
        assertThat(faults).isEmpty();
    }

    private static Optional<String> fault(String text) {
        if (text.isBlank()) {
            return Optional.of("is empty");
        }
        if (text.replace("''", "").replaceAll("'[{}]+'", "").contains("'")) {
            return Optional.of("has a single quote");
        }
        try {
            Object[] formats = new MessageFormat(text, Locale.ROOT).getFormats();
            assertThat(formats).isNotNull();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is no pattern: " + e.getMessage());
        }
    }

    @Test
    void every_problem_that_the_code_makes_has_its_three_texts_in_both_languages() {
        Set<String> keys = new TreeSet<>();
        for (Path file : Repository.mainSources()) {
            Matcher made = PROBLEM.matcher(Repository.text(file));
            while (made.find()) {
                keys.add(made.group(1));
            }
        }
        assertThat(keys).hasSizeGreaterThan(20);
        for (String language : List.of("zh_TW", "en")) {
            Set<String> all = new TreeSet<>();
            Repository.MODULES.forEach(
                    module -> all.addAll(texts(module, language).keySet()));
            List<String> missing = keys.stream()
                    .flatMap(key ->
                            List.of("what", "expected", "remedy").stream().map(part -> "problem." + key + "." + part))
                    .filter(key -> !all.contains(key))
                    .toList();
            assertThat(missing).as(language).isEmpty();
        }
    }

    @Test
    void commands_that_texts_name_exist() {
        List<String> unknown = new ArrayList<>();
        for (String module : Repository.MODULES) {
            for (String language : List.of("zh_TW", "en")) {
                texts(module, language).forEach((key, text) -> {
                    Matcher named = COMMAND.matcher(text);
                    while (named.find()) {
                        Set<String> second = COMMANDS.get(named.group(1));
                        if (second == null || !second.isEmpty() && !second.contains(String.valueOf(named.group(2)))) {
                            unknown.add(key + " (" + language + "): " + named.group());
                        }
                    }
                });
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static Set<String> arguments(String text) {
        Set<String> found = new TreeSet<>();
        Matcher argument = Pattern.compile("\\{(\\d+)").matcher(text);
        while (argument.find()) {
            found.add(argument.group(1));
        }
        return found;
    }

    private static Map<String, String> texts(String module, String language) {
        Path file = Repository.messages(module, language);
        assertThat(Files.exists(file)).as(Repository.name(file)).isTrue();
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Repository.text(file)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
        return texts;
    }
}

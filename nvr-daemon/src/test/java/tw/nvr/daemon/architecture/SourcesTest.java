package tw.nvr.daemon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How source files look. */
class SourcesTest {
    private static final Pattern SLEEP = Pattern.compile("Thread\\s*\\.\\s*sleep\\s*\\(");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
    private static final Pattern EMPTY_CATCH = Pattern.compile("catch\\s*\\([^)]*\\)\\s*\\{\\s*}");

    @Test
    void every_package_says_what_it_is_for() {
        Set<String> silent = new TreeSet<>();
        for (Path file : Repository.mainSources()) {
            Path about = file.resolveSibling("package-info.java");
            if (!Files.exists(about) || JavaSource.read(about).comments().isEmpty()) {
                silent.add(Repository.name(file.getParent()));
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void tests_wait_for_conditions_and_never_sleep() {
        assertThat(matching(Repository.testSources(), SLEEP)).isEmpty();
    }

    @Test
    void nothing_is_left_unfinished_or_swallowed() {
        assertThat(matching(Repository.mainSources(), UNFINISHED)).isEmpty();
        assertThat(matching(Repository.mainSources(), EMPTY_CATCH)).isEmpty();
        assertThat(matching(Repository.testSources(), EMPTY_CATCH)).isEmpty();
    }

    @Test
    void a_file_is_taken_apart_into_comments_and_literals() {
        String text = "a(\"x // \\\" y\"); // one\n/* two \" */ char c = '\\''; String t = \"\"\"\n  q \"r\" \"\"\";";

        JavaSource source = JavaSource.parse(Path.of("A.java"), text);

        assertThat(source.comments()).containsExactly("// one", "/* two \" */");
        assertThat(source.literals()).containsExactly("x // \\\" y", "\\'", "\n  q \"r\" ");
    }

    private static List<String> matching(List<Path> files, Pattern pattern) {
        return files.stream()
                .filter(f -> !f.endsWith("SourcesTest.java") && !f.endsWith("BadHabitsImpl.java"))
                .filter(f -> pattern.matcher(Repository.text(f)).find())
                .map(Repository::name)
                .toList();
    }
}

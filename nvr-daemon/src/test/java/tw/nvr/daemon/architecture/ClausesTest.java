package tw.nvr.daemon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A clause of the rules that the code claims to keep is named in a comment (K1, S10 …): it must be one of the known clauses,
 * and a test must name it, too.
 */
class ClausesTest {
    private static final Pattern CLAUSE = Pattern.compile("\\b([KAIS])([1-9]\\d?)\\b");

    /** How far each family of clauses is numbered: keeping, asking to see, inspection, institution. */
    private static final Map<String, Integer> LAST = Map.of("K", 10, "A", 26, "I", 7, "S", 13);

    @Test
    void clauses_that_the_code_names_exist() {
        Set<String> unknown = claimed().stream().filter(c -> !exists(c)).collect(Collectors.toSet());

        assertThat(claimed()).contains("K1", "S10");
        assertThat(unknown).isEmpty();
    }

    @Test
    void every_clause_that_the_code_claims_is_named_by_a_test() {
        Set<String> tested = new TreeSet<>();
        for (Path file : Repository.testSources()) {
            if (!file.endsWith("ClausesTest.java")) {
                tested.addAll(clauses(Repository.text(file)));
            }
        }

        Set<String> untested = new TreeSet<>(claimed());
        untested.removeAll(tested);
        assertThat(untested).isEmpty();
    }

    private static Set<String> claimed() {
        Set<String> claimed = new TreeSet<>();
        for (Path file : Repository.mainSources()) {
            JavaSource.read(file).comments().forEach(c -> claimed.addAll(clauses(c)));
        }
        return claimed;
    }

    private static boolean exists(String clause) {
        int number = Integer.parseInt(clause.substring(1));
        return number <= LAST.get(clause.substring(0, 1));
    }

    private static Set<String> clauses(String text) {
        Set<String> found = new TreeSet<>();
        Matcher clause = CLAUSE.matcher(text);
        while (clause.find()) {
            found.add(clause.group());
        }
        return found;
    }
}

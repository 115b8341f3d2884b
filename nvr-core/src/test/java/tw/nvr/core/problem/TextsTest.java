package tw.nvr.core.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private static final List<String> CORE = List.of("tw.nvr.core.messages");

    private final Texts chinese = Texts.of(Texts.ZH_TW, CORE);
    private final Texts english = Texts.of(Texts.EN, CORE);

    @ParameterizedTest
    @ValueSource(
            strings = {"address-invalid", "address-scheme", "address-has-password", "too-many-looks", "look-unknown"})
    void every_problem_of_core_has_its_three_texts_in_both_languages(String key) {
        Problem problem = Problem.of(ProblemKind.USAGE, key, "the-argument");

        for (Texts texts : List.of(chinese, english)) {
            for (String text : List.of(texts.what(problem), texts.expected(problem), texts.remedy(problem))) {
                assertThat(text).isNotBlank().doesNotContain("{", "''");
            }
        }
        assertThat(chinese.what(problem)).isNotEqualTo(english.what(problem)).containsPattern("\\p{IsHan}");
        assertThat(english.what(problem)).doesNotContainPattern("\\p{IsHan}");
    }

    @Test
    void arguments_are_filled_in() {
        assertThat(english.what(Problem.of(ProblemKind.USAGE, "address-scheme", "http")))
                .isEqualTo("Streams are not fetched with http.");
        assertThat(chinese.what(Problem.of(ProblemKind.USAGE, "address-scheme", "http")))
                .isEqualTo("無法以 http 取得影像串流。");
        assertThat(english.remedy(Problem.of(ProblemKind.USAGE, "address-invalid", "x")))
                .contains("camera's manual");
    }

    @Test
    void the_machines_own_language_never_steps_in() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.TRADITIONAL_CHINESE);
            assertThat(Texts.of(Texts.EN, CORE).get("problem.look-unknown.what"))
                    .startsWith("This view");
            assertThatThrownBy(() -> Texts.of(Locale.FRENCH, CORE)).isInstanceOf(MissingResourceException.class);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_key_without_a_text_is_named() {
        assertThat(english.has("problem.nonsense.what")).isFalse();
        assertThatThrownBy(() -> english.get("problem.nonsense.what"))
                .isInstanceOf(MissingResourceException.class)
                .hasMessageContaining("problem.nonsense.what");
    }

    @ParameterizedTest
    @EnumSource(ProblemKind.class)
    void every_kind_has_an_exit_code_of_the_contract_an_error_status_and_a_severity(ProblemKind kind) {
        assertThat(kind.exitCode()).isIn(2, 3, 64, 78);
        assertThat(kind.httpStatus()).isBetween(400, 503);
        assertThat(kind.logPriority()).isBetween(3, 5);
    }

    @Test
    void an_exception_carries_its_problem_and_cause() {
        Problem problem = Problem.of(ProblemKind.DAMAGED, "some-key", 7, "x");
        Exception cause = new IllegalStateException("why");

        assertThat(problem.exception(cause)).hasMessage("some-key[7, x]").hasCause(cause);
        assertThat(problem.exception().problem()).isEqualTo(problem);
        assertThat(problem.arguments()).containsExactly("7", "x");
    }
}

package tw.nvr.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.problem.ProblemException;

class FormTest {
    @Test
    void fields_come_in_order_with_all_their_values() {
        assertThat(Form.read("a=1&b=%E9%96%80+1&a=&c&&a=2=3"))
                .containsExactly(
                        Map.entry("a", List.of("1", "", "2=3")),
                        Map.entry("b", List.of("門 1")),
                        Map.entry("c", List.of("")));
        assertThat(Form.read(null)).isEmpty();
        assertThat(Form.read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a=%", "a=%1", "a=%zz", "a=%ff", "a=%c0%ae", "a=%ed%a0%80", "a=%00", "a=%7f", "a=\u0001", "a=é"})
    void what_is_not_clean_text_is_refused(String text) {
        assertThatThrownBy(() -> Form.read(text)).isInstanceOf(ProblemException.class);
    }

    @Test
    void more_fields_than_any_form_has_are_refused() {
        assertThat(Form.read("a&".repeat(Form.MOST_FIELDS - 1) + "a").get("a")).hasSize(Form.MOST_FIELDS);
        assertThatThrownBy(() -> Form.read("a&".repeat(Form.MOST_FIELDS) + "a")).isInstanceOf(ProblemException.class);
    }

    @Test
    void whatever_text_a_browser_encodes_is_read_back() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String text = random.ints(random.nextInt(30), 0x20, 0x2fa1d)
                    .filter(c -> c != 0x7f && (c < 0xd800 || c > 0xdfff))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String form = "x=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
            assertThat(Form.read(form).get("x")).as("seed " + seed).containsExactly(text);
        }
    }
}

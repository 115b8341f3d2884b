package tw.nvr.daemon.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void what_was_written_is_read_again() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("name", "正門口 \"A\" \\ \n\t\u0001\u2028");
        value.put("none", null);
        value.put("count", -42L);
        value.put("flags", Arrays.asList(true, false, null, List.of(), Map.of()));

        assertThat(JsonReader.object(Json.line(value))).isEqualTo(value);
    }

    @Test
    void an_array_has_one_element_a_line() {
        assertThat(Json.lines(List.of(Map.of("a", 1), Map.of("b", 2)))).isEqualTo("[\n{\"a\":1},\n{\"b\":2}\n]");
        assertThat(Json.lines(List.of())).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1} x",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":1.5}",
                "{\"a\":99999999999999999999}",
                "{\"a\":tru}",
                "{a:1}",
                "{\"a\":\"\n\"}"
            })
    void anything_else_than_one_object_is_refused(String text) {
        assertThatThrownBy(() -> JsonReader.object(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deep_nesting_is_refused_before_the_stack_is_full() {
        assertThatThrownBy(() -> JsonReader.object("{\"a\":" + "[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void random_text_is_refused_with_an_illegal_argument_and_nothing_else() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String letters = "{}[]\":,\\u0nulltrefas 19-\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("{");
            for (int n = random.nextInt(30); n >= 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                assertThat(JsonReader.object(text.toString()))
                        .as("seed %d", seed)
                        .isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d", seed).hasMessageStartingWith("JSON: wanted");
            }
        }
    }
}

package tw.nvr.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void what_could_end_a_string_a_script_or_a_line_is_escaped() {
        String nasty = "\"\\\n\r\t\u0000</script>&'\u2028\u2029\u007f";
        assertThat(new Json().value(nasty).toString())
                .isEqualTo("\"\\\"\\\\\\n\\u000d\\u0009\\u0000\\u003c/script\\u003e\\u0026'\\u2028\\u2029\\u007f\"");
    }

    @Test
    void letters_outside_the_basic_plane_stay_and_halves_of_them_are_escaped() {
        assertThat(new Json().value("門𠮷").toString()).isEqualTo("\"門𠮷\"");
        assertThat(new Json().value("\ud842x\udfb7").toString()).isEqualTo("\"\\ud842x\\udfb7\"");
    }

    @Test
    void commas_stand_between_values_and_nowhere_else() {
        String text = new Json()
                .object()
                .name("a")
                .array()
                .value(1)
                .object()
                .endObject()
                .array()
                .endArray()
                .value(true)
                .endArray()
                .name("b")
                .value(Instant.parse("2026-11-20T00:00:00.123456Z"))
                .endObject()
                .toString();
        assertThat(text).isEqualTo("{\"a\":[1,{},[],true],\"b\":\"2026-11-20T00:00:00.123Z\"}");
    }
}

package tw.nvr.core.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "front-gate", "a--b", "0123456789012345678901234567890123456789"})
    void ids_of_small_letters_digits_and_hyphens_are_taken(String id) {
        assertThat(new CameraId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-a",
                "a-",
                "A",
                "a_b",
                "a b",
                "a/b",
                "..",
                "a\n",
                "門",
                "a.b",
                "01234567890123456789012345678901234567890"
            })
    void what_could_be_a_path_or_another_name_for_the_same_folder_is_refused(String id) {
        assertThat(CameraId.isValid(id)).isFalse();
        assertThatThrownBy(() -> new CameraId(id)).isInstanceOf(IllegalArgumentException.class);
    }
}

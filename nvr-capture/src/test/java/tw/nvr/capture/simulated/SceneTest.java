package tw.nvr.capture.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SceneTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static byte[] luma(Scene scene, Instant moment) {
        return scene.draw(moment)[0].clone();
    }

    /** Reads the clock back out of the picture: dots of the glyphs at the place where it is written. */
    private static boolean shows(byte[] luma, int width, String text) {
        for (int i = 0; i < text.length(); i++) {
            for (int y = 0; y < Glyphs.HEIGHT; y++) {
                for (int x = 0; x < Glyphs.WIDTH; x++) {
                    int at = (4 + 2 + y) * width + 4 + 2 + i * Glyphs.ADVANCE + x;
                    if (Glyphs.dot(text.charAt(i), x, y) != ((luma[at] & 0xff) > 200)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    @Test
    void the_clock_shows_the_moment_in_the_zone() {
        Scene scene = new Scene(320, 240, "GATE", ZoneId.of("Asia/Taipei"), 1);
        assertThat(shows(luma(scene, NOON), 320, "2026-11-21 20:00:00.0")).isTrue();
        assertThat(shows(luma(scene, NOON.plusMillis(61_300)), 320, "2026-11-21 20:01:01.3"))
                .isTrue();
        assertThat(shows(luma(scene, NOON), 320, "2026-11-21 12:00:00.0")).isFalse();
    }

    @Test
    void the_same_moment_is_the_same_picture_and_another_is_not() {
        Scene one = new Scene(320, 240, "GATE", ZoneOffset.UTC, 7);
        Scene two = new Scene(320, 240, "GATE", ZoneOffset.UTC, 7);
        assertThat(luma(one, NOON)).isEqualTo(luma(two, NOON));
        assertThat(Arrays.equals(luma(one, NOON), luma(one, NOON.plusSeconds(1))))
                .isFalse();
    }

    @Test
    void cameras_with_other_seeds_look_different() {
        Scene one = new Scene(320, 240, "GATE", ZoneOffset.UTC, 1);
        Scene two = new Scene(320, 240, "GATE", ZoneOffset.UTC, 2);
        assertThat(Arrays.equals(luma(one, NOON), luma(two, NOON))).isFalse();
    }

    @Test
    void the_smallest_picture_can_be_drawn() {
        Scene scene = new Scene(16, 16, "A VERY LONG LABEL", ZoneOffset.UTC, 1);
        assertThat(scene.draw(NOON)[0]).hasSize(256);
    }
}

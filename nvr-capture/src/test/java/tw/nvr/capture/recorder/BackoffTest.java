package tw.nvr.capture.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.core.footage.GapCause;

class BackoffTest {
    private static final long SECOND = 1_000_000_000L;

    private final long seed = System.nanoTime();
    private final Backoff backoff = new Backoff(RecorderSettings.Patience.standard(), new Random(seed));

    @Test
    void waits_double_from_one_second_to_ten_with_a_quarter_of_jitter() {
        double expected = 1;
        for (int i = 0; i < 12; i++) {
            double wait = backoff.after(GapCause.CAMERA_UNREACHABLE) / (double) SECOND;
            assertThat(wait).as("wait %d, seed %d", i, seed).isBetween(expected * 0.75, Math.min(10, expected * 1.25));
            expected = Math.min(10, 2 * expected);
        }
    }

    @Test
    void starts_anew_after_a_reset() {
        for (int i = 0; i < 8; i++) {
            backoff.after(GapCause.STREAM_STALLED);
        }
        backoff.reset();
        assertThat(backoff.after(GapCause.STREAM_STALLED))
                .isLessThanOrEqualTo(Duration.ofMillis(1_250).toNanos());
    }

    @Test
    void a_refused_password_waits_at_least_a_minute_every_time() {
        for (int i = 0; i < 5; i++) {
            assertThat(backoff.after(GapCause.AUTH)).as("seed %d", seed).isBetween(60 * SECOND, 75 * SECOND);
        }
    }
}

package tw.nvr.capture.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LocalClockTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    private final LocalClock clock = new LocalClock();

    @Test
    void small_corrections_are_followed_without_a_word() {
        assertThat(clock.read(0, NOON)).isFalse();
        for (int i = 1; i < 100; i++) {
            assertThat(clock.read(i * SECOND, NOON.plusSeconds(i).plusMillis(i * 50L)))
                    .isFalse();
        }
        assertThat(LocalClock.instant(clock.utcMicros(99 * SECOND)))
                .isEqualTo(NOON.plusSeconds(99).plusMillis(4_950));
    }

    @Test
    void a_clock_set_by_more_than_two_seconds_shows_once_in_either_direction() {
        clock.read(0, NOON);
        assertThat(clock.read(SECOND, NOON.plusSeconds(3_601))).isTrue();
        assertThat(clock.lastStepMillis()).isEqualTo(3_600_000);
        assertThat(clock.read(2 * SECOND, NOON.plusSeconds(3_602))).isFalse();
        assertThat(clock.read(3 * SECOND, NOON.plusSeconds(3))).isTrue();
        assertThat(clock.lastStepMillis()).isEqualTo(-3_600_000);
    }

    @Test
    void microseconds_and_instants_are_the_same_time_before_1970_too() {
        for (long micros : new long[] {0, 1, -1, 1_790_000_000_123_456L, -1_500_001}) {
            assertThat(LocalClock.micros(LocalClock.instant(micros))).isEqualTo(micros);
        }
    }
}

package tw.nvr.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
    private static final Instant T = Instant.parse("2026-11-20T00:00:00Z");

    @Test
    void it_holds_its_start_and_not_its_end() {
        TimeRange range = range(0, 10);

        assertThat(range.contains(T)).isTrue();
        assertThat(range.contains(T.plusSeconds(10).minusNanos(1))).isTrue();
        assertThat(range.contains(T.plusSeconds(10))).isFalse();
        assertThat(range.contains(T.minusNanos(1))).isFalse();
    }

    @Test
    void an_end_before_its_start_is_refused_and_an_empty_range_holds_nothing() {
        assertThatThrownBy(() -> range(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(range(1, 1).isEmpty()).isTrue();
        assertThat(range(1, 1).contains(T.plusSeconds(1))).isFalse();
    }

    @Test
    void ranges_that_touch_have_nothing_in_common() {
        assertThat(range(0, 5).overlaps(range(5, 9))).isFalse();
        assertThat(range(0, 5).intersection(range(5, 9))).isEmpty();
        assertThat(range(0, 6).intersection(range(5, 9))).contains(range(5, 6));
        assertThat(range(0, 9).intersection(range(2, 3))).contains(range(2, 3));
        assertThat(range(2, 3).intersection(range(0, 9))).contains(range(2, 3));
    }

    @Test
    void a_day_in_taiwan_has_24_hours_and_begins_at_its_own_midnight() {
        TimeRange day = TimeRange.day(LocalDate.of(2026, 11, 20), ZoneId.of("Asia/Taipei"));

        assertThat(day.start()).isEqualTo("2026-11-19T16:00:00Z");
        assertThat(day.duration()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void a_day_on_which_clocks_change_has_23_or_25_hours() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        assertThat(TimeRange.day(LocalDate.of(2026, 3, 29), berlin).duration()).isEqualTo(Duration.ofHours(23));
        assertThat(TimeRange.day(LocalDate.of(2026, 10, 25), berlin).duration()).isEqualTo(Duration.ofHours(25));
    }

    private static TimeRange range(long from, long to) {
        return new TimeRange(T.plusSeconds(from), T.plusSeconds(to));
    }
}

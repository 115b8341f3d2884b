package tw.nvr.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.nvr.core.problem.ProblemException;

class TimeWordTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Taipei");

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T08:30:00+08:00, 2026-11-20T00:30:00Z",
        "2026-11-20T00:30:00Z, 2026-11-20T00:30:00Z",
        "2026-11-20T08:30, 2026-11-20T00:30:00Z",
        "2026-11-20 08:30:05, 2026-11-20T00:30:05Z",
        "115/11/20 8:30, 2026-11-20T00:30:00Z",
        "2026-11-20, 2026-11-19T16:00:00Z",
    })
    void a_moment_is_read_as_people_and_scripts_write_it(String text, Instant meant) {
        assertThat(TimeWord.read(text, ZONE, false)).isEqualTo(meant);
    }

    @Test
    void a_day_as_the_end_of_a_range_is_in_it_as_a_whole() {
        assertThat(TimeWord.read("2026-11-20", ZONE, true)).isEqualTo(Instant.parse("2026-11-20T16:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"yesterday", "2026-02-30", "25:00", "''"})
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> TimeWord.read(text, ZONE, false)).isInstanceOf(ProblemException.class);
    }
}

package tw.nvr.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RocDateTest {
    @Test
    void dates_are_written_as_the_forms_want_them() {
        LocalDate day = LocalDate.of(2026, 1, 5);

        assertThat(RocDate.full(day)).isEqualTo("民國115年1月5日");
        assertThat(RocDate.shortForm(day)).isEqualTo("115年1月5日");
        assertThat(RocDate.month(day)).isEqualTo("民國115年1月");
        assertThat(RocDate.typed(day)).isEqualTo("115/01/05");
        assertThat(RocDate.full(LocalDateTime.of(2026, 11, 20, 8, 3, 5, 999_999_999)))
                .isEqualTo("民國115年11月20日 08:03:05");
    }

    @ParameterizedTest
    @CsvSource({
        "115/11/20, 2026-11-20",
        "民國115年11月20日, 2026-11-20",
        "民國 115 年 11 月 20 日, 2026-11-20",
        "115年1月5日, 2026-01-05",
        "115-1-5, 2026-01-05",
        "115.01.05, 2026-01-05",
        "1151120, 2026-11-20",
        "'  115/11/20 ', 2026-11-20",
        "2026-11-20, 2026-11-20",
        "2026/1/5, 2026-01-05",
        "1130229, 2024-02-29",
        "113/02/29, 2024-02-29",
        "1/1/1, 1912-01-01",
        "99/12/31, 2010-12-31",
        "１１５／１１／２０, 2026-11-20",
        "'　民國１１５年１１月２０日', 2026-11-20",
    })
    void a_date_is_read_as_people_type_it(String typed, LocalDate meant) {
        assertThat(RocDate.parse(typed)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "112/02/29", "1120229", "115/13/01", "115/00/10", "115/11/31", "115/11/0", "0/1/1", "0000101",
                "115/11", "11/20", "115 11 20", "115112", "11511200", "-5/1/1", "115/11/20x", "x", "民國", "20261/1/1",
                "115//20", "99999999999999"
            })
    void what_is_no_date_is_not_guessed(String typed) {
        assertThat(RocDate.parse(typed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "8:30, 08:30:00",
        "08:30:05, 08:30:05",
        "8：30, 08:30:00",
        "08：30：05, 08:30:05",
        "８：３０, 08:30:00",
        "8時30分, 08:30:00",
        "8時30分5秒, 08:30:05",
        "' 23 : 59 ', 23:59:00",
        "0:0, 00:00:00",
        "08:30:05.250, 08:30:05",
    })
    void a_time_is_read_as_people_type_it(String typed, LocalTime meant) {
        assertThat(RocDate.parseTime(typed)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "24:00", "8:60", "8:30:60", "830", "8:3x", "-1:00", "8.30", "123:00", "8:30:"})
    void what_is_no_time_is_not_guessed(String typed) {
        assertThat(RocDate.parseTime(typed)).isEmpty();
    }

    @Test
    void every_day_of_two_centuries_comes_back_from_each_way_of_writing_it() {
        for (LocalDate day = LocalDate.of(1912, 1, 1); day.getYear() < 2112; day = day.plusDays(1)) {
            assertThat(RocDate.parse(RocDate.full(day))).contains(day);
            assertThat(RocDate.parse(RocDate.typed(day))).contains(day);
        }
    }
}

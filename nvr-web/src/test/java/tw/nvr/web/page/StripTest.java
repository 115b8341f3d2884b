package tw.nvr.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.time.TimeRange;

class StripTest {
    private static final TimeRange DAY = TimeRange.day(LocalDate.of(2026, 11, 4), FakeRecorder.TAIPEI);
    private static final Dates CHINESE = new Dates(FakeRecorder.chinese(), FakeRecorder.TAIPEI);

    private static Instant at(double hours) {
        return DAY.start().plusMillis(Math.round(hours * 3_600_000));
    }

    private static Coverage.Span span(double from, double to, Coverage.Kind kind, GapCause cause, boolean ongoing) {
        return new Coverage.Span(new TimeRange(at(from), at(to)), kind, Optional.ofNullable(cause), ongoing);
    }

    private static Coverage.Span recorded(double from, double to) {
        return span(from, to, Coverage.Kind.RECORDED, null, false);
    }

    private static Strip strip(Coverage.Span... spans) {
        return Strip.of(new Coverage(DAY, List.of(spans)), CHINESE);
    }

    @Test
    void half_a_day_is_half_the_width() {
        Strip s = strip(recorded(0, 12), span(12, 24, Coverage.Kind.NONE, null, false));
        assertThat(s.bars()).containsExactly(new Strip.Bar("recorded", "0%", "50%"));
    }

    @Test
    void a_gap_lies_over_the_footage_where_it_was_and_a_planned_pause_beside_it() {
        Strip s = strip(
                recorded(0, 6),
                span(6, 9, Coverage.Kind.GAP, GapCause.POWER, false),
                recorded(9, 12),
                span(12, 18, Coverage.Kind.PLANNED, GapCause.PLANNED, false),
                recorded(18, 24));
        assertThat(s.bars())
                .containsExactly(
                        new Strip.Bar("recorded", "0%", "25%"),
                        new Strip.Bar("recorded", "37.5%", "12.5%"),
                        new Strip.Bar("recorded", "75%", "25%"),
                        new Strip.Bar("gap", "25%", "12.5%"),
                        new Strip.Bar("planned", "50%", "25%"));
    }

    @Test
    void a_gap_of_three_seconds_is_still_wide_enough_to_be_seen_and_stays_within_the_strip() {
        double second = 1 / 3600.0;
        Strip middle = strip(
                recorded(0, 12),
                span(12, 12 + 3 * second, Coverage.Kind.GAP, GapCause.AUTH, false),
                recorded(12 + 3 * second, 24));
        assertThat(middle.bars()).contains(new Strip.Bar("gap", "50%", "0.25%"));
        Strip end = strip(recorded(0, 24 - second), span(24 - second, 24, Coverage.Kind.GAP, GapCause.AUTH, true));
        assertThat(end.bars()).contains(new Strip.Bar("gap", "99.75%", "0.25%"));
    }

    @Test
    void many_pieces_of_footage_with_hardly_anything_between_are_drawn_as_one() {
        List<Coverage.Span> spans = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            spans.add(recorded(i * 0.024, i * 0.024 + 0.0235));
        }
        Strip s = Strip.of(new Coverage(DAY, spans), CHINESE);
        assertThat(s.bars()).hasSize(1);
    }

    @Test
    void the_words_say_how_much_was_recorded_and_every_gap_with_its_cause() {
        Strip s = strip(
                recorded(0, 6), span(6, 9.5, Coverage.Kind.GAP, GapCause.CAMERA_UNREACHABLE, false), recorded(9.5, 24));
        assertThat(s.words()).isEqualTo("錄到 20 小時 30 分；06:00:00 到 09:30:00 沒有畫面（網路連不到攝影機）。");
        assertThat(strip(recorded(0, 24)).words()).isEqualTo("錄到 1 天，沒有中斷。");
        assertThat(strip(span(0, 24, Coverage.Kind.NONE, null, false)).words()).isEqualTo("沒有畫面");
        assertThat(strip(recorded(0, 6), span(6, 8, Coverage.Kind.GAP, GapCause.DISK, true))
                        .words())
                .contains("06:00:00 到現在沒有畫面");
    }

    @Test
    void more_gaps_than_a_sentence_holds_are_counted() {
        List<Coverage.Span> spans = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            spans.add(recorded(i * 2, i * 2 + 1));
            spans.add(span(i * 2 + 1, i * 2 + 2, Coverage.Kind.GAP, GapCause.STREAM_STALLED, false));
        }
        assertThat(Strip.of(new Coverage(DAY, spans), CHINESE).words())
                .contains("中斷 12 處")
                .doesNotContain("影像停止更新");
    }

    @Test
    void an_instant_outside_the_range_lies_at_its_edge() {
        assertThat(Strip.percent(DAY, DAY.start().minus(Duration.ofHours(1)))).isZero();
        assertThat(Strip.percent(DAY, DAY.end().plus(Duration.ofHours(1)))).isEqualTo(100);
        assertThat(Strip.percentText(42.9166)).isEqualTo("42.92%");
        assertThat(Strip.percentText(100)).isEqualTo("100%");
    }
}

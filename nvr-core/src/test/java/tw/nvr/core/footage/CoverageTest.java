package tw.nvr.core.footage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Coverage.Kind;
import tw.nvr.core.footage.Coverage.Span;
import tw.nvr.core.time.TimeRange;

/** The timeline: K1, K2, I4. Times are seconds after {@link #T}. */
class CoverageTest {
    private static final Instant T = Instant.parse("2026-11-20T00:00:00Z");
    private static final CameraId GATE = new CameraId("gate");
    private static final List<GapCause> CAUSES = List.of(GapCause.values());
    private static final StreamFormat FORMAT =
            new StreamFormat(new VideoFormat(VideoFormat.Codec.H264, 640, 360, new byte[7]), Optional.empty());

    @Test
    void a_gap_between_two_segments_shows_with_its_cause() {
        assertThat(cover(0, 30, segments(0, 10, 20, 30), List.of(gap(10, 20, GapCause.AUTH))))
                .containsExactly(recorded(0, 10), gapped(10, 20, GapCause.AUTH), recorded(20, 30));
    }

    @Test
    void missing_time_of_two_seconds_that_nothing_explains_is_a_gap_of_unknown_cause_and_less_is_none() {
        assertThat(cover(0, 30, segments(0, 10, 12, 30), List.of()))
                .containsExactly(recorded(0, 10), gapped(10, 12, GapCause.UNKNOWN), recorded(12, 30));
        assertThat(cover(0, 30, segments(0, 10, 11, 30), List.of())).containsExactly(recorded(0, 30));
    }

    @Test
    void where_both_claim_a_time_footage_wins() {
        assertThat(cover(0, 30, segments(0, 30), List.of(gap(10, 20, GapCause.DISK))))
                .containsExactly(recorded(0, 30));
        assertThat(cover(0, 30, segments(0, 12, 18, 30), List.of(gap(10, 20, GapCause.DISK))))
                .containsExactly(recorded(0, 12), gapped(12, 18, GapCause.DISK), recorded(18, 30));
    }

    @Test
    void before_the_first_word_and_after_the_last_nothing_is_known() {
        assertThat(cover(0, 30, segments(10, 20), List.of()))
                .containsExactly(nothing(0, 10), recorded(10, 20), nothing(20, 30));
        assertThat(cover(0, 30, List.of(), List.of())).containsExactly(nothing(0, 30));
    }

    @Test
    void planned_time_is_its_own_kind_and_the_cause_may_change_within_one_hole() {
        List<Gap> gaps = List.of(gap(15, 20, GapCause.AUTH), gap(10, 15, GapCause.PLANNED));

        List<Span> spans = cover(0, 30, segments(0, 10, 20, 30), gaps);

        assertThat(spans).extracting(Span::kind).containsExactly(Kind.RECORDED, Kind.PLANNED, Kind.GAP, Kind.RECORDED);
        assertThat(spans.get(1).cause()).contains(GapCause.PLANNED);
    }

    @Test
    void a_gap_that_still_lasts_says_so() {
        Gap lasting = new Gap(GATE, range(10, 20), GapCause.CAMERA_UNREACHABLE, true);

        List<Span> spans = cover(0, 30, segments(0, 10), List.of(lasting));

        assertThat(spans.get(1).ongoing()).isTrue();
        assertThat(spans.get(2)).isEqualTo(nothing(20, 30));
    }

    @Test
    void recorded_time_is_counted_and_an_instant_finds_its_span() {
        Coverage coverage = Coverage.of(range(0, 30), segments(0, 10, 20, 25), List.of());

        assertThat(coverage.recorded()).isEqualTo(Duration.ofSeconds(15));
        assertThat(coverage.at(T.plusSeconds(10))).contains(gapped(10, 20, GapCause.UNKNOWN));
        assertThat(coverage.at(T.plusSeconds(30))).isEmpty();
    }

    @Test
    void whatever_comes_in_spans_part_the_range_in_order_and_footage_is_never_hidden() {
        long seed = 4711;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            TimeRange range = range(random.nextInt(40), 40 + random.nextInt(40));
            List<Segment> segments = new ArrayList<>();
            List<Gap> gaps = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                segments.add(segment(randomRange(random)));
            }
            for (int i = random.nextInt(6); i > 0; i--) {
                GapCause cause = CAUSES.get(random.nextInt(CAUSES.size()));
                gaps.add(new Gap(GATE, randomRange(random), cause, random.nextBoolean()));
            }
            check("seed " + seed + " round " + round, range, segments, gaps);
        }
    }

    private static void check(String what, TimeRange range, List<Segment> segments, List<Gap> gaps) {
        List<Span> spans = Coverage.of(range, segments, gaps).spans();
        Instant at = range.start();
        for (Span span : spans) {
            assertThat(span.range().start()).as(what).isEqualTo(at);
            assertThat(span.range().isEmpty()).as(what).isFalse();
            assertThat(span.cause().isPresent())
                    .as(what)
                    .isEqualTo(span.kind() == Kind.GAP || span.kind() == Kind.PLANNED);
            at = span.range().end();
        }
        assertThat(at).as(what).isEqualTo(range.end());
        for (Span span : spans) {
            for (Segment s : segments) {
                boolean hidden = span.kind() != Kind.RECORDED && s.range().overlaps(span.range());
                assertThat(hidden).as("%s: %s hides %s", what, span, s.range()).isFalse();
            }
            boolean known = gaps.stream().anyMatch(g -> g.range().overlaps(span.range()));
            assertThat(span.kind() == Kind.NONE && known).as(what).isFalse();
        }
    }

    private static TimeRange randomRange(Random random) {
        long from = random.nextInt(900);
        return new TimeRange(T.plusMillis(from * 100), T.plusMillis((from + 1 + random.nextInt(200)) * 100));
    }

    private static List<Span> cover(long from, long to, List<Segment> segments, List<Gap> gaps) {
        return Coverage.of(range(from, to), segments, gaps).spans();
    }

    private static List<Segment> segments(long... bounds) {
        List<Segment> all = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            all.add(segment(range(bounds[i], bounds[i + 1])));
        }
        return all;
    }

    private static Segment segment(TimeRange range) {
        return new Segment(
                SegmentId.of(GATE, range.start().toEpochMilli(), 1),
                GATE,
                range,
                1,
                SegmentState.SEALED,
                Set.of(),
                "footage/gate/2026-11-20/x.mp4",
                1,
                Optional.empty(),
                FORMAT,
                1);
    }

    private static Gap gap(long from, long to, GapCause cause) {
        return new Gap(GATE, range(from, to), cause, false);
    }

    private static Span recorded(long from, long to) {
        return new Span(range(from, to), Kind.RECORDED, Optional.empty(), false);
    }

    private static Span gapped(long from, long to, GapCause cause) {
        return new Span(range(from, to), Kind.GAP, Optional.of(cause), false);
    }

    private static Span nothing(long from, long to) {
        return new Span(range(from, to), Kind.NONE, Optional.empty(), false);
    }

    private static TimeRange range(long from, long to) {
        return new TimeRange(T.plusSeconds(from), T.plusSeconds(to));
    }
}

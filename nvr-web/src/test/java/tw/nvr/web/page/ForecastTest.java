package tw.nvr.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.TimeRange;

/** How many days the disk holds (K3). */
class ForecastTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final CameraId GATE = new CameraId("gate");
    private static final StreamFormat FORMAT =
            new StreamFormat(new VideoFormat(VideoFormat.Codec.H264, 640, 360, new byte[7]), Optional.empty());
    private static final long GB = 1_000_000_000L;

    private final Texts english = Texts.of(Texts.EN, List.of("tw.nvr.web.messages"));

    @Test
    void days_are_what_is_held_and_what_still_fits_at_the_rate_of_the_last_day() {
        List<Segment> day = List.of(segment(24, 12, 5 * GB), segment(12, 0, 5 * GB));
        Optional<Instant> oldest = Optional.of(NOW.minus(Duration.ofDays(4)));

        Forecast forecast = Forecast.of(day, oldest, 170 * GB, NOW);

        assertThat(forecast.bytesPerDay()).isEqualTo(10 * GB);
        assertThat(forecast.days().orElseThrow()).isCloseTo(21, within(1e-6));
        assertThat(forecast.words(english))
                .hasValueSatisfying(w -> assertThat(w).contains("21"));
    }

    @Test
    void of_a_segment_that_began_before_the_last_day_only_the_part_inside_counts() {
        Forecast forecast = Forecast.of(List.of(segment(36, 0, 15 * GB)), Optional.of(NOW.minusSeconds(1)), 0, NOW);

        assertThat(forecast.bytesPerDay()).isEqualTo(10 * GB);
    }

    @Test
    void before_an_hour_was_measured_nothing_is_foretold() {
        Segment young = segment(0.9, 0, GB);

        assertThat(Forecast.of(List.of(young), Optional.of(young.range().start()), GB, NOW)
                        .words(english))
                .isEmpty();
        assertThat(Forecast.of(List.of(), Optional.empty(), GB, NOW).words(english))
                .isEmpty();
    }

    private static Segment segment(double hoursAgo, double until, long bytes) {
        Instant start = NOW.minusMillis(Math.round(hoursAgo * 3_600_000));
        TimeRange range = new TimeRange(start, NOW.minusMillis(Math.round(until * 3_600_000)));
        return new Segment(
                SegmentId.of(GATE, start.toEpochMilli(), 1),
                GATE,
                range,
                1,
                SegmentState.SEALED,
                Set.of(),
                "footage/gate/x.mp4",
                bytes,
                Optional.empty(),
                FORMAT,
                1);
    }
}

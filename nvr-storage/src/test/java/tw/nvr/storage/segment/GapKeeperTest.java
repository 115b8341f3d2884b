package tw.nvr.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.time.TimeRange;

class GapKeeperTest {
    private static final CameraId GATE = new CameraId("gate");
    private final GapKeeper gaps = new GapKeeper(GATE);

    private static Instant t(double seconds) {
        return Instant.parse("2026-11-20T00:00:00Z").plusMillis(Math.round(seconds * 1000));
    }

    private static Gap gap(double from, double to, GapCause cause) {
        return new Gap(GATE, new TimeRange(t(from), t(to)), cause, false);
    }

    @Test
    void missing_time_of_two_seconds_is_a_gap_and_a_millisecond_less_is_only_counted() {
        assertThat(gaps.footage(t(0), t(10), GapCause.UNKNOWN)).isEmpty();
        assertThat(gaps.footage(t(11.999), t(20), GapCause.STREAM_DAMAGED)).isEmpty();
        assertThat(gaps.takeMissed()).isEqualTo(Duration.ofMillis(1999));
        assertThat(gaps.footage(t(22), t(30), GapCause.STREAM_DAMAGED)).contains(gap(20, 22, GapCause.STREAM_DAMAGED));
    }

    @Test
    void a_gap_starts_where_footage_ends_not_where_it_was_noticed() {
        gaps.footage(t(0), t(10), GapCause.UNKNOWN);
        gaps.notRecording(GapCause.STREAM_STALLED, t(18));
        assertThat(gaps.ongoing(t(19))).get().extracting(g -> g.range().start()).isEqualTo(t(10));
        assertThat(gaps.footage(t(30), t(31), GapCause.UNKNOWN)).contains(gap(10, 30, GapCause.STREAM_STALLED));
        assertThat(gaps.ongoing(t(32))).isEmpty();
    }

    @Test
    void a_camera_never_recorded_is_missing_from_when_it_was_first_told() {
        gaps.notRecording(GapCause.CAMERA_UNREACHABLE, t(5));
        assertThat(gaps.footage(t(65), t(66), GapCause.UNKNOWN)).contains(gap(5, 65, GapCause.CAMERA_UNREACHABLE));
    }

    @Test
    void another_cause_splits_a_gap_unless_the_first_was_shorter_than_a_gap() {
        gaps.footage(t(0), t(10), GapCause.UNKNOWN);
        gaps.notRecording(GapCause.STREAM_STALLED, t(10));
        assertThat(gaps.notRecording(GapCause.CAMERA_UNREACHABLE, t(11))).isEmpty();
        assertThat(gaps.notRecording(GapCause.AUTH, t(40))).contains(gap(10, 40, GapCause.CAMERA_UNREACHABLE));
        assertThat(gaps.notRecording(GapCause.AUTH, t(50))).isEmpty();
        assertThat(gaps.footage(t(60), t(61), GapCause.UNKNOWN)).contains(gap(40, 60, GapCause.AUTH));
    }

    @Test
    void a_forgotten_camera_misses_nothing_from_then_on() {
        gaps.notRecording(GapCause.AUTH, t(0));
        assertThat(gaps.forget(t(30))).contains(gap(0, 30, GapCause.AUTH));
        assertThat(gaps.ongoing(t(40))).isEmpty();
        assertThat(gaps.footage(t(100), t(101), GapCause.UNKNOWN)).isEmpty();
    }

    @Test
    void footage_lost_by_a_failed_sync_is_a_gap_however_short() {
        gaps.footage(t(0), t(10), GapCause.UNKNOWN);
        gaps.lost(t(9), GapCause.DISK);
        assertThat(gaps.footage(t(10), t(11), GapCause.UNKNOWN)).contains(gap(9, 10, GapCause.DISK));
    }
}

package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** Situations that several tests look at. Stateless. */
final class Scenes {
    private Scenes() {}

    /** Eight cameras for 21 days; the library's went down two hours ago and 教學大樓 had gaps on 4 November. */
    static FakeRecorder school() {
        FakeRecorder r = new FakeRecorder();
        String[] names = {"正門口", "北側門", "行政大樓一樓穿堂", "教學大樓一樓走廊", "機械科實習工場前", "圖書館門口", "體育館前廣場", "機車停車棚車道"};
        Instant down = FakeRecorder.NOW.minus(Duration.ofMinutes(137));
        Instant start = FakeRecorder.NOW.minus(Duration.ofDays(21));
        for (int i = 0; i < names.length; i++) {
            String id = "cam-0" + (i + 1);
            boolean broken = i == 5;
            r.camera(
                    id,
                    names[i],
                    broken ? CameraState.UNREACHABLE : CameraState.RECORDING,
                    broken
                            ? Optional.of(Problem.of(ProblemKind.UNAVAILABLE, "camera-gone", "192.168.1.20"))
                            : Optional.empty());
            if (i != 3) {
                r.footage(id, start, broken ? down : FakeRecorder.NOW);
            }
        }
        r.gap("cam-06", down, FakeRecorder.NOW, GapCause.CAMERA_UNREACHABLE, true);
        withGaps(r, start);
        r.event(Actor.system("recorder"), AuditAction.RECORDER_STARTED, "", Map.of());
        r.event(
                Actor.osUser("clerk"),
                AuditAction.PLAYBACK_OPENED,
                "look:0a1b2c3d",
                Map.of("cameras", "cam-04,cam-01", "purpose", "inspect"));
        return r;
    }

    private static void withGaps(FakeRecorder r, Instant start) {
        Instant noon = Instant.parse("2026-11-04T04:00:00Z");
        Instant one = Instant.parse("2026-11-04T06:20:00Z");
        Instant two = Instant.parse("2026-11-04T11:41:00Z");
        r.footage("cam-04", start, noon)
                .footage("cam-04", noon.plus(Duration.ofMinutes(20)), one)
                .footage("cam-04", one.plus(Duration.ofMinutes(45)), two)
                .footage("cam-04", two.plus(Duration.ofMinutes(3)), FakeRecorder.NOW);
        r.gap("cam-04", noon, noon.plus(Duration.ofMinutes(20)), GapCause.PLANNED, false);
        r.gap("cam-04", one, one.plus(Duration.ofMinutes(45)), GapCause.CAMERA_UNREACHABLE, false);
        r.gap("cam-04", two, two.plus(Duration.ofMinutes(3)), GapCause.STREAM_STALLED, false);
    }
}

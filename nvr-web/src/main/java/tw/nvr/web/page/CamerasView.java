package tw.nvr.web.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraStatus;

/** What the page 攝影機 shows. Immutable. */
public record CamerasView(Said status, List<Row> rows) {
    /** One camera; {@code technical} are facts for the technician, {@code note} what is wrong. */
    public record Row(
            String id,
            String name,
            String place,
            String address,
            Said state,
            String since,
            String codec,
            String technical,
            String note) {}

    static CamerasView of(Frame frame, Facts facts) {
        List<Camera> cameras = facts.registered();
        Map<CameraId, CameraStatus> statuses = facts.statuses();
        Said status = cameras.isEmpty()
                ? Said.info(frame.t("status.none"))
                : Said.info(frame.t("cameras.count", cameras.size()));
        return new CamerasView(
                status,
                cameras.stream().map(c -> row(frame, c, statuses.get(c.id()))).toList());
    }

    private static Row row(Frame frame, Camera c, CameraStatus status) {
        Optional<CameraStatus> s = Optional.ofNullable(status);
        return new Row(
                c.id().value(),
                c.name(),
                c.place(),
                c.address().toString(),
                GapWords.state(frame.texts(), CameraCount.stateOf(c, status)),
                s.map(x -> frame.dates().brief(x.since(), frame.now())).orElse("—"),
                s.flatMap(CameraStatus::codec).orElse("—"),
                s.map(x -> frame.t("cameras.technical", x.reader().orElse("—"), x.reconnects(), x.damagedUnits()))
                        .orElse("—"),
                s.flatMap(CameraStatus::problem)
                        .map(p -> ProblemWords.what(frame.texts(), p))
                        .orElse(""));
    }
}

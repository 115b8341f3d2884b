package tw.nvr.daemon.control;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.problem.Texts;

/** The cameras as {@code nvr camera list --json} prints them; the first four fields are a stable interface. Stateless. */
public final class CameraList {
    private CameraList() {}

    /** With what each is doing now. */
    static List<Map<String, Object>> live(CameraRegister register, CameraStatus.Board board, ZoneId zone, Texts texts) {
        return register.cameras().stream()
                .map(c -> live(c, register, board.status(c.id()), zone, texts))
                .toList();
    }

    /** Without a recorder: nobody does anything. */
    public static List<Map<String, Object>> stopped(CameraRegister register) {
        return register.cameras().stream()
                .map(c -> common(c, register, "not-running"))
                .toList();
    }

    private static Map<String, Object> live(
            Camera camera, CameraRegister register, Optional<CameraStatus> status, ZoneId zone, Texts texts) {
        String state = status.map(CameraStatus::state)
                .orElse(camera.enabled() ? CameraState.CONNECTING : CameraState.DISABLED)
                .wireName();
        Map<String, Object> out = common(camera, register, state);
        status.ifPresent(s -> {
            out.put("since", time(s.since().atZone(zone)));
            out.put("lastFrame", s.lastFrame().map(t -> time(t.atZone(zone))).orElse(null));
            out.put("codec", s.codec().orElse(null));
            out.put("reader", s.reader().orElse(null));
            out.put("reconnects", s.reconnects());
            out.put("damagedUnits", s.damagedUnits());
            out.put("clockOffsetMillis", s.clockOffsetMillis().orElse(null));
            out.put("problem", s.problem().map(texts::what).orElse(null));
            out.put("remedy", s.problem().map(texts::remedy).orElse(null));
        });
        return out;
    }

    private static Map<String, Object> common(Camera camera, CameraRegister register, String state) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", camera.id().value());
        out.put("name", camera.name());
        out.put("enabled", camera.enabled());
        out.put("state", state);
        out.put("place", camera.place());
        out.put("address", camera.address().toString());
        out.put("source", camera.source().name().toLowerCase(Locale.ROOT));
        out.put("transport", camera.transport().wireName());
        out.put(
                "certificate",
                register.certificate(camera.id())
                        .map(CameraCertificate::toString)
                        .orElse(null));
        return out;
    }

    private static String time(ZonedDateTime at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.truncatedTo(ChronoUnit.MILLIS));
    }
}

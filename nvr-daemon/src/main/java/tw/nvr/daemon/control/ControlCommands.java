package tw.nvr.daemon.control;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.problem.Texts;
import tw.nvr.daemon.output.Words;
import tw.nvr.storage.Footage;
import tw.nvr.storage.index.Reindex;

/** What can be asked of a running recorder, by name of the command. Called on the thread {@code control}. */
public final class ControlCommands {
    private final CameraRegister cameras;
    private final CameraStatus.Board board;
    private final Footage footage;
    private final AuditLog audit;
    private final HealthReport.Source health;
    private final ZoneId zone;

    public ControlCommands(
            CameraRegister cameras,
            CameraStatus.Board board,
            Footage footage,
            AuditLog audit,
            HealthReport.Source health,
            ZoneId zone) {
        this.cameras = cameras;
        this.board = board;
        this.footage = footage;
        this.audit = audit;
        this.health = health;
        this.zone = zone;
    }

    /** All of them. */
    public Map<String, ControlHandler> handlers() {
        return Map.of(
                "check",
                (actor, in) -> HealthMessage.write(health.report(locale(in))),
                "camera.list",
                (actor, in) -> CameraList.live(cameras, board, zone, Words.in(locale(in))),
                "camera.add",
                this::add,
                "camera.set",
                this::set,
                "camera.trust",
                this::trust,
                "camera.remove",
                this::remove,
                "storage.status",
                (actor, in) -> storage(in),
                "storage.reindex",
                (actor, in) -> reindex(actor));
    }

    private Object add(Actor actor, Map<String, Object> in) {
        Optional<char[]> password = CameraMessage.password(in);
        try {
            cameras.add(CameraMessage.camera(in), password, actor);
        } finally {
            password.ifPresent(p -> Arrays.fill(p, '\0'));
        }
        return true;
    }

    private Object set(Actor actor, Map<String, Object> in) {
        CameraChange change = CameraChange.read(in);
        try {
            change.apply(cameras, actor);
        } finally {
            change.forget();
        }
        return true;
    }

    private Object trust(Actor actor, Map<String, Object> in) {
        Optional<CameraCertificate> certificate =
                Optional.ofNullable(in.get("certificate")).map(c -> new CameraCertificate(String.valueOf(c)));
        cameras.trust(new CameraId(CameraMessage.text(in, "id")), certificate, actor);
        return true;
    }

    private Object remove(Actor actor, Map<String, Object> in) {
        cameras.remove(new CameraId(CameraMessage.text(in, "id")), actor);
        return true;
    }

    private Object reindex(Actor actor) {
        Reindex.Counts counts = footage.reindex();
        audit.append(
                actor,
                AuditAction.INDEX_REBUILT,
                "volume:" + footage.storage().volumeId().orElse(""),
                Map.of("segments", Long.toString(counts.segments()), "gaps", Long.toString(counts.gaps())));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("segments", counts.segments());
        out.put("gaps", counts.gaps());
        return out;
    }

    private Object storage(Map<String, Object> in) {
        StorageStatus status = footage.storage();
        Texts texts = Words.in(locale(in));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("volume", status.volumeId().orElse(null));
        out.put("totalBytes", status.totalBytes());
        out.put("freeBytes", status.freeBytes());
        out.put("writable", status.writable());
        out.put("problem", status.problem().map(texts::what).orElse(null));
        out.put("remedy", status.problem().map(texts::remedy).orElse(null));
        out.put("queuedBytes", status.queuedBytes());
        out.put("droppedFragments", status.droppedFragments());
        out.put("directIo", status.directIo());
        return out;
    }

    private static Locale locale(Map<String, Object> in) {
        return Words.language(String.valueOf(in.get("lang"))).orElse(Texts.ZH_TW);
    }
}

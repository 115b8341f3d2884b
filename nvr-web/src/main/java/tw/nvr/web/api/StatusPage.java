package tw.nvr.web.api;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.Texts;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.Ask;
import tw.nvr.web.http.Json;

/** {@code GET /api/status}: what every camera and the disk are doing, for the dashboard's refresh. Thread-safe. */
final class StatusPage {
    private final CameraRegister cameras;
    private final CameraStatus.Board board;
    private final StorageStatus.Source storage;
    private final InstantSource clock;

    StatusPage(CameraRegister cameras, CameraStatus.Board board, StorageStatus.Source storage, InstantSource clock) {
        this.cameras = cameras;
        this.board = board;
        this.storage = storage;
        this.clock = clock;
    }

    Answer status(Ask ask) {
        Map<CameraId, Camera> known =
                cameras.cameras().stream().collect(Collectors.toMap(Camera::id, Function.identity()));
        Json json = new Json().object().name("now").value(clock.instant());
        json.name("cameras").array();
        for (CameraStatus status : board.statuses()) {
            String name = Optional.ofNullable(known.get(status.camera()))
                    .map(Camera::name)
                    .orElse(status.camera().value());
            write(json, status, name, ask.texts());
        }
        json.endArray().name("storage").object();
        write(json, storage.storage(), ask.texts());
        return Answer.json(json.endObject().endObject().toString());
    }

    private static void write(Json json, CameraStatus status, String name, Texts texts) {
        json.object().name("id").value(status.camera().value()).name("name").value(name);
        json.name("state").value(status.state().wireName()).name("since").value(status.since());
        status.lastFrame().ifPresent(t -> json.name("lastFrame").value(t));
        status.reader().ifPresent(r -> json.name("reader").value(r));
        status.codec().ifPresent(c -> json.name("codec").value(c));
        json.name("reconnects").value(status.reconnects());
        json.name("damagedUnits").value(status.damagedUnits());
        status.clockOffsetMillis().ifPresent(o -> json.name("clockOffsetMillis").value(o));
        status.problem().ifPresent(p -> write(json, p, texts));
        json.endObject();
    }

    private static void write(Json json, StorageStatus status, Texts texts) {
        json.name("totalBytes").value(status.totalBytes());
        json.name("freeBytes").value(status.freeBytes());
        json.name("writable").value(status.writable());
        json.name("queuedBytes").value(status.queuedBytes());
        json.name("droppedFragments").value(status.droppedFragments());
        status.lastWrite().ifPresent(t -> json.name("lastWrite").value(t));
        status.problem().ifPresent(p -> write(json, p, texts));
    }

    private static void write(Json json, Problem problem, Texts texts) {
        boolean told = texts.has("problem." + problem.key() + ".what");
        json.name("problem").object().name("key").value(problem.key());
        json.name("what").value(told ? texts.what(problem) : problem.key());
        json.name("remedy").value(told ? texts.remedy(problem) : "").endObject();
    }
}

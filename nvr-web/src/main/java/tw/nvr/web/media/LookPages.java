package tw.nvr.web.media;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.viewing.Look;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.Ask;
import tw.nvr.web.http.Json;

/** Opens and closes looks. Thread-safe. */
final class LookPages {
    /** More pictures than a screen holds. */
    static final int MOST_CAMERAS = 16;

    private final CameraRegister cameras;
    private final FootageLibrary footage;
    private final Permits permits;
    private final Map<Look.Kind, Set<String>> purposes;

    /** @param purposes what each kind of look may be for */
    LookPages(CameraRegister cameras, FootageLibrary footage, Permits permits, Map<Look.Kind, Set<String>> purposes) {
        this.cameras = cameras;
        this.footage = footage;
        this.permits = permits;
        this.purposes = Map.copyOf(purposes);
    }

    /** {@code POST /looks}: answers after the audit event is on disk. */
    Answer open(Ask ask) {
        Look.Kind kind = switch (ask.parameter("kind").orElse("")) {
            case "playback" -> Look.Kind.PLAYBACK;
            case "live" -> Look.Kind.LIVE;
            default -> throw Problem.of(ProblemKind.USAGE, "look-kind").exception();
        };
        String purpose = ask.parameter("purpose").orElse("");
        if (!purposes.getOrDefault(kind, Set.of()).contains(purpose)) {
            throw Problem.of(ProblemKind.USAGE, "look-purpose").exception();
        }
        Look look = permits.looks().open(kind, ask.actor(), cameras(ask.all("camera")), purpose);
        return Answer.json(new Json()
                .object()
                .name("look")
                .value(look.id().value())
                .endObject()
                .toString());
    }

    /** {@code POST /looks/<look>/close}: also well when it has ended already. */
    Answer close(Ask ask) {
        permits.looks().close(permits.look(ask.parameter("look").orElseThrow()));
        return Answer.json("{}");
    }

    private Set<CameraId> cameras(List<String> asked) {
        if (asked.isEmpty() || asked.size() > MOST_CAMERAS) {
            throw Problem.of(ProblemKind.USAGE, "cameras-many", MOST_CAMERAS).exception();
        }
        Set<CameraId> known = new LinkedHashSet<>(footage.cameras());
        cameras.cameras().stream().map(Camera::id).forEach(known::add);
        Set<CameraId> chosen = new LinkedHashSet<>();
        for (String text : asked) {
            CameraId id = Permits.camera(text);
            if (!known.contains(id)) {
                throw Problem.of(ProblemKind.NOT_FOUND, "camera-not-there", id).exception();
            }
            chosen.add(id);
        }
        return chosen;
    }
}

package tw.nvr.web.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.problem.Texts;

/** How many cameras do what, and the sentence that says so. Immutable. */
record CameraCount(int wanted, int recording, int connecting, int failing) {
    static CameraCount of(List<Camera> cameras, Map<CameraId, CameraStatus> statuses) {
        int wanted = 0;
        int recording = 0;
        int connecting = 0;
        for (Camera c : cameras) {
            CameraState state = stateOf(c, statuses.get(c.id()));
            wanted += state == CameraState.DISABLED ? 0 : 1;
            recording += state == CameraState.RECORDING ? 1 : 0;
            connecting += state == CameraState.CONNECTING ? 1 : 0;
        }
        return new CameraCount(wanted, recording, connecting, wanted - recording - connecting);
    }

    /** What a camera does; one of which the recorder has not spoken yet is being connected, or is switched off. */
    static CameraState stateOf(Camera camera, CameraStatus status) {
        if (!camera.enabled()) {
            return CameraState.DISABLED;
        }
        return status == null ? CameraState.CONNECTING : status.state();
    }

    /** The answer that people open the page for. */
    Said sentence(Texts texts, Forecast forecast) {
        Optional<String> days = forecast.words(texts);
        String disk = days.map(d -> texts.get("status.holds", d)).orElse(texts.get("status.stop"));
        if (wanted == 0) {
            return Said.info(texts.get("status.none"));
        }
        if (failing > 0) {
            String key = failing == wanted ? "status.all-failing" : "status.failing";
            return Said.serious(texts.get(key, wanted, failing) + disk);
        }
        return connecting > 0
                ? Said.info(texts.get("status.connecting", wanted, connecting) + disk)
                : Said.good(texts.get("status.recording", wanted) + disk);
    }
}

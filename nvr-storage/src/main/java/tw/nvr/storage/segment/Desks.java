package tw.nvr.storage.segment;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import tw.nvr.core.camera.CameraId;

/** One desk per camera, made when it is first asked for. Thread-safe; what is on a desk belongs to the disk thread. */
final class Desks {
    private final Map<CameraId, CameraDesk> byCamera = new ConcurrentSkipListMap<>();
    private final DiskContext context;

    Desks(DiskContext context) {
        this.context = context;
    }

    CameraDesk of(CameraId camera) {
        return byCamera.computeIfAbsent(camera, c -> new CameraDesk(c, context));
    }

    /** A camera's desk; {@code null} when it has none. */
    CameraDesk find(CameraId camera) {
        return byCamera.get(camera);
    }

    Collection<CameraDesk> all() {
        return byCamera.values();
    }
}

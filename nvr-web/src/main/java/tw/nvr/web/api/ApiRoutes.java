package tw.nvr.web.api;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.web.http.Route;

/** The addresses below {@code /api}. Thread-safe. */
public final class ApiRoutes {
    private final CoveragePages coverage;
    private final StatusPage status;

    public ApiRoutes(
            CameraRegister cameras,
            CameraStatus.Board board,
            FootageLibrary footage,
            StorageStatus.Source storage,
            InstantSource clock,
            ZoneId zone) {
        this.coverage = new CoveragePages(cameras, footage, clock, zone);
        this.status = new StatusPage(cameras, board, storage, clock);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/coverage", coverage::coverage),
                Route.get("/api/days", coverage::days),
                Route.get("/api/status", status::status));
    }
}

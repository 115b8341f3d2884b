package tw.nvr.web.media;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.viewing.Look;
import tw.nvr.core.viewing.Looks;
import tw.nvr.web.http.Route;

/** The addresses below {@code /looks}. Closing ends all live streams. Thread-safe. */
public final class MediaRoutes implements AutoCloseable {
    private final StoredFootage stored;
    private final KeyFrames keys;
    private final LivePictures live;
    private final LookPages looks;

    /** @param purposes what each kind of look may be for */
    public MediaRoutes(
            CameraRegister cameras,
            FootageLibrary footage,
            Looks looks,
            InstantSource clock,
            Map<Look.Kind, Set<String>> purposes) {
        Permits permits = new Permits(looks);
        FragmentTables tables = new FragmentTables(footage);
        this.stored = new StoredFootage(footage, tables, permits, clock);
        this.keys = new KeyFrames(footage, tables, permits, stored, clock);
        this.live = new LivePictures(footage, permits, clock);
        this.looks = new LookPages(cameras, footage, permits, purposes);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/looks", looks::open),
                Route.post("/looks/{look}/close", looks::close),
                Route.get("/looks/{look}/hls/{camera}/{hour}.m3u8", stored::playlist),
                Route.stream("/looks/{look}/media/{segment}", stored::bytes),
                Route.get("/looks/{look}/keys/{camera}/{hour}.m3u8", keys::playlist),
                Route.stream("/looks/{look}/keys/{camera}/{segment}/init.mp4", keys::init),
                Route.stream("/looks/{look}/keys/{camera}/{segment}/{n}.m4s", keys::entry),
                Route.stream("/looks/{look}/live/{camera}", live::stream));
    }

    @Override
    public void close() {
        live.close();
    }
}

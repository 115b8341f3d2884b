package tw.nvr.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tw.nvr.core.viewing.Look;
import tw.nvr.web.api.ApiRoutes;
import tw.nvr.web.health.HealthPage;
import tw.nvr.web.http.Page;
import tw.nvr.web.http.Route;
import tw.nvr.web.media.MediaRoutes;
import tw.nvr.web.page.AssetVersion;
import tw.nvr.web.page.PagePorts;
import tw.nvr.web.page.Pages;
import tw.nvr.web.page.Purpose;
import tw.nvr.web.server.Assets;
import tw.nvr.web.server.WebServer;

/**
 * The console, being served. Plain HTTP on loopback only: there is no sign-in yet, and what nobody outside can reach needs
 * neither. Thread-safe; owned by whoever started it, who closes it.
 */
public final class Console implements AutoCloseable {
    private final WebServer server;
    private final MediaRoutes media;

    private Console(WebServer server, MediaRoutes media) {
        this.server = server;
        this.media = media;
    }

    /**
     * Starts serving; returns when the port is open.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code console-not-loopback} when the host is not a loopback address,
     *     {@code port-in-use} when another process has the port
     */
    public static Console start(ConsoleSettings settings, ConsolePorts ports) {
        MediaRoutes media = new MediaRoutes(ports.cameras(), ports.footage(), ports.looks(), ports.clock(), purposes());
        ApiRoutes api = new ApiRoutes(
                ports.cameras(), ports.board(), ports.footage(), ports.storage(), ports.clock(), settings.zone());
        List<Route> routes = new ArrayList<>(media.routes());
        routes.addAll(api.routes());
        routes.add(Route.get("/healthz", new HealthPage(ports.health())));
        pages(settings, ports).forEach((path, page) -> routes.add(Route.get(path, page)));
        routes.addAll(new Assets(AssetVersion.compute()).routes());
        return new Console(WebServer.start(settings.bindHost(), settings.port(), routes), media);
    }

    private static Map<Look.Kind, Set<String>> purposes() {
        return Map.of(
                Look.Kind.PLAYBACK, names(Purpose.forPlayback()),
                Look.Kind.LIVE, names(Purpose.forLive()));
    }

    private static Set<String> names(List<Purpose> purposes) {
        return purposes.stream().map(Purpose::wireName).collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Page> pages(ConsoleSettings settings, ConsolePorts ports) {
        return Pages.routes(new PagePorts(
                ports.cameras(),
                ports.board(),
                ports.footage(),
                ports.storage(),
                ports.audit(),
                ports.health(),
                ports.clock(),
                settings.zone(),
                settings.institution(),
                settings.demo()));
    }

    /** The port that is served, also when any free one was asked for. */
    public int port() {
        return server.port();
    }

    /** Ends live streams, finishes what is under way (at most three seconds), stops serving. */
    @Override
    public void close() {
        media.close();
        server.close();
    }
}

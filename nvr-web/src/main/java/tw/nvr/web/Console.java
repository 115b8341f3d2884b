package tw.nvr.web;

import java.util.ArrayList;
import java.util.List;
import tw.nvr.web.api.ApiRoutes;
import tw.nvr.web.health.HealthPage;
import tw.nvr.web.http.Route;
import tw.nvr.web.media.MediaRoutes;
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
        MediaRoutes media = new MediaRoutes(ports.cameras(), ports.footage(), ports.looks(), ports.clock());
        ApiRoutes api = new ApiRoutes(
                ports.cameras(), ports.board(), ports.footage(), ports.storage(), ports.clock(), settings.zone());
        List<Route> routes = new ArrayList<>(media.routes());
        routes.addAll(api.routes());
        routes.add(Route.get("/healthz", new HealthPage(ports.health())));
        routes.addAll(new Assets("").routes());
        return new Console(WebServer.start(settings.bindHost(), settings.port(), routes), media);
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

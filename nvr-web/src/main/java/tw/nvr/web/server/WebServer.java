package tw.nvr.web.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.web.http.Route;

/**
 * The HTTP server, on this machine's loopback only: there is no sign-in yet, so nobody from outside may reach it. Owns its
 * threads, named {@code web-*}, of which there are at most twelve and the scheduler's one.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int MOST_THREADS = 12;
    private static final int FEWEST_THREADS = 3;
    private static final int HEADER_BYTES = 8 * 1024;
    private static final long POOLED_BYTES = 4L * 1024 * 1024;
    private static final int LARGEST_POOLED_BUFFER = 256 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final Server server;
    private final ServerConnector connector;

    private WebServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts serving.
     *
     * @param host a loopback address, or {@code localhost}
     * @param port 0 for any that is free
     * @throws tw.nvr.core.problem.ProblemException {@code console-not-loopback}, {@code port-in-use}
     */
    public static WebServer start(String host, int port, List<Route> routes) {
        InetAddress address = loopback(host);
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS, (int) IDLE.toMillis());
        threads.setName("web");
        threads.setReservedThreads(0);
        Server server = new Server(
                threads,
                new ScheduledExecutorScheduler("web-timer", true),
                new ArrayByteBufferPool(0, 4096, LARGEST_POOLED_BUFFER, 64, POOLED_BYTES, POOLED_BYTES));
        ServerConnector connector =
                new ServerConnector(server, null, null, null, 0, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(address.getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        // At a stop, connections that only wait for the next request need not be waited for.
        connector.setShutdownIdleTimeout(200);
        connector.setAcceptQueueSize(64);
        server.addConnector(connector);
        Languages languages = new Languages();
        Failures failures = new Failures(languages);
        Router router = new Router(routes, new PeerActors(), languages, failures);
        server.setHandler(new GracefulHandler(new Guards(router, failures)));
        server.setErrorHandler(new LastResort(failures));
        server.setStopTimeout(STOP.toMillis());
        WebServer web = new WebServer(server, connector);
        web.open(address, port);
        return web;
    }

    private void open(InetAddress address, int port) {
        try {
            server.start();
        } catch (Exception e) {
            close();
            if (isBind(e)) {
                throw Problem.of(ProblemKind.UNAVAILABLE, "port-in-use", address.getHostAddress(), String.valueOf(port))
                        .exception(e);
            }
            throw new IllegalStateException("the web server does not start", e);
        }
    }

    private static boolean isBind(Throwable e) {
        return e instanceof BindException || e instanceof IOException && e.getCause() instanceof BindException;
    }

    private static InetAddress loopback(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!host.isBlank() && address.isLoopbackAddress()) {
                return address;
            }
        } catch (UnknownHostException e) {
            throw Problem.of(ProblemKind.CONFIGURATION, "console-not-loopback", host)
                    .exception(e);
        }
        throw Problem.of(ProblemKind.CONFIGURATION, "console-not-loopback", host)
                .exception();
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setOutputBufferSize(32 * 1024);
        http.setHttpCompliance(HttpCompliance.STRICT);
        // Odd paths come through, to be refused by the guards with all headers.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    /** The port that is served. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Ends what is under way, for at most three seconds, then closes. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the web server did not stop cleanly", e);
        }
    }
}

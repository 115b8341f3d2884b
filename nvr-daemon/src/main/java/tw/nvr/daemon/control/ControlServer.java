package tw.nvr.daemon.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.Ticker;

/**
 * The recorder's control socket: a unix socket that its owner and group may use, one thread {@code control} that serves
 * all connections and carries out one command after another. What comes in is bounded in length, time and number.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int MOST_CONNECTIONS = 16;
    private static final long SELECT_MILLIS = 1000;
    private static final long STOP_MILLIS = 5000;

    private final Path socket;
    private final Map<String, ControlHandler> handlers;
    private final Ticker ticker;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Thread thread;
    private volatile boolean stopping;

    private ControlServer(Path socket, Map<String, ControlHandler> handlers, Ticker ticker) throws IOException {
        this.socket = socket;
        this.handlers = Map.copyOf(handlers);
        this.ticker = ticker;
        // A socket file left by a killed process: the caller holds the directory's lock, so nobody listens on it.
        Files.deleteIfExists(socket);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        this.server.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
        this.server.configureBlocking(false);
        this.selector = Selector.open();
        this.server.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::serve, "control");
    }

    /**
     * Starts listening.
     *
     * @param socket from {@link ControlAddress#of}; the caller holds the lock of the data directory
     * @param handlers by command
     * @throws tw.nvr.core.problem.ProblemException {@code control-folder} when the socket cannot be made
     */
    public static ControlServer start(Path socket, Map<String, ControlHandler> handlers, Ticker ticker) {
        ControlAddress.prepareFolder(socket);
        try {
            ControlServer made = new ControlServer(socket, handlers, ticker);
            made.thread.start();
            return made;
        } catch (IOException e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "control-folder", socket.getParent())
                    .exception(e);
        }
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        selector.wakeup();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        selector.close();
        Files.deleteIfExists(socket);
    }

    private void serve() {
        while (!stopping) {
            try {
                selector.select(SELECT_MILLIS);
                for (SelectionKey key : new ArrayList<>(selector.selectedKeys())) {
                    turn(key);
                }
                selector.selectedKeys().clear();
                dropLate();
            } catch (IOException e) {
                LOG.warn("the control socket had a fault and goes on", e);
            }
        }
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ControlConnection connection) {
                connection.drop();
            }
        }
    }

    private void turn(SelectionKey key) throws IOException {
        if (key.attachment() instanceof ControlConnection connection) {
            connection.turn(key);
            return;
        }
        SocketChannel channel = server.accept();
        if (channel == null) {
            return;
        }
        if (selector.keys().size() > MOST_CONNECTIONS) {
            LOG.warn("more than {} connections to the control socket; one was refused", MOST_CONNECTIONS);
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new ControlConnection(channel, handlers, ticker.nanos()));
    }

    private void dropLate() {
        long now = ticker.nanos();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ControlConnection connection && connection.isLate(now)) {
                connection.drop();
            }
        }
    }

    /** The problem that a person is told when a handler failed for no reason that they could act on. */
    static Problem internal() {
        return Problem.of(ProblemKind.INTERNAL, "internal-fault");
    }
}

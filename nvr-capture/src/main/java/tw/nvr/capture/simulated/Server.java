package tw.nvr.capture.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;

/** Serves all clients of one simulated camera on one thread, {@code simulated-<port>}, which it owns. */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    /** Connections at the most; one more is closed at once. */
    private static final int CONNECTIONS = 256;

    private static final long IDLE_NANOS = Unit.NANOS;
    private static final long STOP_MILLIS = 5_000;

    private final Mounts mounts;
    private final ServerSocketChannel listener;
    private final Selector selector;
    private final Optional<SSLContext> tls;
    private final List<Connection> connections = new ArrayList<>();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean stopping;

    private Server(Mounts mounts, ServerSocketChannel listener, Selector selector) {
        this.mounts = mounts;
        this.listener = listener;
        this.selector = selector;
        this.tls = mounts.settings().identity().map(TlsLink::context);
        this.thread = new Thread(this::run, "simulated-" + port());
        this.thread.setDaemon(true);
    }

    /**
     * Listens.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code simulated-port}
     */
    static Server start(Mounts mounts) {
        Settings settings = mounts.settings();
        InetSocketAddress at = new InetSocketAddress(settings.bind(), settings.port());
        ServerSocketChannel listener = null;
        try {
            listener = ServerSocketChannel.open();
            listener.bind(at);
            listener.configureBlocking(false);
            Selector selector = Selector.open();
            listener.register(selector, SelectionKey.OP_ACCEPT);
            Server server = new Server(mounts, listener, selector);
            server.thread.start();
            return server;
        } catch (IOException e) {
            closeQuietly(listener);
            throw Problem.of(ProblemKind.CONFLICT, "simulated-port", at.getPort(), e.getMessage())
                    .exception(e);
        }
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    /** Makes every connection go wrong. Any thread. */
    void strike(Fault fault) {
        commands.add(() -> strikeAll(fault));
        selector.wakeup();
    }

    /** Ends the thread and all connections. Any thread. */
    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void strikeAll(Fault fault) {
        if (fault.kind() == Fault.Kind.RESIZE && !connections.isEmpty()) {
            // one encoder serves all
            connections.get(0).strike(fault);
        } else {
            connections.forEach(c -> c.strike(fault));
        }
    }

    private void run() {
        try {
            while (!stopping) {
                for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
                long wait = pump();
                select(wait);
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("simulated camera on port {} stopped: {}", port(), e.toString(), e);
        } finally {
            connections.forEach(this::end);
            closeQuietly(listener);
            closeQuietly(selector);
            mounts.close();
        }
    }

    private void select(long waitNanos) throws IOException {
        if (waitNanos <= 0 || !commands.isEmpty()) {
            selector.selectNow();
        } else {
            selector.select((waitNanos + 999_999) / 1_000_000);
        }
    }

    private long pump() {
        long wait = IDLE_NANOS;
        long now = mounts.settings().ticker().nanos();
        for (Connection connection : connections) {
            try {
                wait = Math.min(wait, connection.pump(now));
            } catch (ProblemException e) {
                // a file that changed under our hands: whoever plays it is hung up on, the others go on
                LOG.warn("the simulated camera hangs up: {}", e.getMessage());
                connection.strike(Fault.hangUp());
            } catch (IOException | UncheckedIOException e) {
                LOG.debug("client of the simulated camera left: {}", e.getMessage());
                connection.strike(Fault.hangUp());
            }
        }
        connections.stream().filter(Connection::closing).forEach(this::end);
        connections.removeIf(Connection::closing);
        return wait;
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isValid() && key.isAcceptable()) {
            accept();
        } else if (key.isValid() && key.isReadable()) {
            Connection connection = (Connection) key.attachment();
            try {
                connection.read(mounts.settings().ticker().nanos());
            } catch (IOException | UncheckedIOException | Request.Malformed | ProblemException e) {
                LOG.debug("client of the simulated camera left: {}", e.getMessage());
                connection.strike(Fault.hangUp());
            }
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel == null) {
            return;
        }
        if (connections.size() >= CONNECTIONS) {
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        Link link = tls.<Link>map(t -> new TlsLink(channel, t)).orElseGet(() -> Link.plain(channel));
        Connection connection = new Connection(
                channel, key, link, mounts, mounts.settings().ticker().nanos());
        key.attach(connection);
        connections.add(connection);
    }

    private void end(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("closing a client of the simulated camera: {}", e.getMessage());
        }
    }

    private static void closeQuietly(AutoCloseable what) {
        try {
            if (what != null) {
                what.close();
            }
        } catch (Exception e) {
            LOG.warn("closing the simulated camera: {}", e.getMessage());
        }
    }
}

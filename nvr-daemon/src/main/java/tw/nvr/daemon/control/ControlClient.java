package tw.nvr.daemon.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.Ticker;

/** Asks a running recorder over its control socket. Not thread-safe; used by a command's thread. */
public final class ControlClient {
    private final Path socket;
    private final Ticker ticker;
    private final Duration patience;

    /** @param patience how long an answer may take */
    public ControlClient(Path socket, Ticker ticker, Duration patience) {
        this.socket = socket;
        this.ticker = ticker;
        this.patience = patience;
    }

    /**
     * Asks for one thing.
     *
     * @return the result; empty when no recorder runs
     * @throws tw.nvr.core.problem.ProblemException what the recorder answered, {@code control-denied} when this user may
     *     not ask, or {@code control-broken} when no sensible answer came in time
     */
    public Optional<Object> ask(String command, Map<String, Object> arguments) {
        try (SocketChannel channel = connect()) {
            if (channel == null) {
                return Optional.empty();
            }
            ByteBuffer out = ByteBuffer.wrap(Message.request(command, arguments).getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            return Optional.ofNullable(Message.open(answer(channel)));
        } catch (IOException e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "control-broken").exception(e);
        }
    }

    private SocketChannel connect() throws IOException {
        if (!Files.exists(socket)) {
            if (socket.getParent() != null
                    && Files.exists(socket.getParent())
                    && !Files.isExecutable(socket.getParent())) {
                throw Problem.of(ProblemKind.REFUSED, "control-denied", socket).exception();
            }
            return null;
        }
        if (!Files.isWritable(socket)) {
            throw Problem.of(ProblemKind.REFUSED, "control-denied", socket).exception();
        }
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (AccessDeniedException e) {
            throw Problem.of(ProblemKind.REFUSED, "control-denied", socket).exception(e);
        } catch (IOException e) {
            return null; // nobody listens any more: the socket of a recorder that was killed
        }
    }

    private String answer(SocketChannel channel) throws IOException {
        long end = ticker.nanos() + patience.toNanos();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (line.size() <= Message.LONGEST) {
                long left = end - ticker.nanos();
                if (left <= 0) {
                    throw new IOException("no answer within " + patience.toSeconds() + " s");
                }
                selector.select(Math.max(1, left / 1_000_000));
                selector.selectedKeys().clear();
                int read = channel.read(buffer.clear());
                if (read < 0) {
                    break;
                }
                line.write(buffer.array(), 0, read);
                if (read > 0 && buffer.get(read - 1) == '\n') {
                    break;
                }
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}

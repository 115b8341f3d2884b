package tw.nvr.daemon.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.json.JsonReader;

/** One connection to the control socket: one request, one answer. Owned by the thread {@code control}. */
final class ControlConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final SocketChannel channel;
    private final Map<String, ControlHandler> handlers;
    private final long openedNanos;
    private ByteBuffer in = ByteBuffer.allocate(1024);
    private ByteBuffer out;

    ControlConnection(SocketChannel channel, Map<String, ControlHandler> handlers, long openedNanos) {
        this.channel = channel;
        this.handlers = handlers;
        this.openedNanos = openedNanos;
    }

    boolean isLate(long nowNanos) {
        return nowNanos - openedNanos > PATIENCE_NANOS;
    }

    void drop() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a control connection", e);
        }
    }

    /** Reads or writes as far as it goes without waiting. */
    void turn(SelectionKey key) {
        try {
            if (out == null && read()) {
                out = ByteBuffer.wrap(answer().getBytes(StandardCharsets.UTF_8));
            }
            if (out != null) {
                channel.write(out);
                if (!out.hasRemaining()) {
                    drop();
                } else {
                    key.interestOps(SelectionKey.OP_WRITE);
                }
            }
        } catch (IOException e) {
            LOG.debug("a control connection ended early", e);
            drop();
        }
    }

    /** Whether the request is whole. */
    private boolean read() throws IOException {
        int count = channel.read(in);
        if (count < 0) {
            drop();
            return false;
        }
        if (in.position() > 0 && in.get(in.position() - 1) == '\n') {
            return true;
        }
        if (!in.hasRemaining()) {
            if (in.capacity() >= Message.LONGEST_REQUEST) {
                throw new IOException("a request of more than " + Message.LONGEST_REQUEST + " bytes");
            }
            in = ByteBuffer.allocate(in.capacity() * 4).put(in.flip());
        }
        return false;
    }

    private String answer() throws IOException {
        String command = "";
        try {
            Actor actor = Actor.osUser(
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
            Map<String, Object> request = JsonReader.object(
                    StandardCharsets.UTF_8.newDecoder().decode(in.flip()).toString());
            command = String.valueOf(request.get("command"));
            ControlHandler handler = handlers.get(command);
            if (handler == null) {
                throw Problem.of(ProblemKind.USAGE, "control-request").exception();
            }
            Map<String, Object> arguments = new LinkedHashMap<>();
            if (request.get("arguments") instanceof Map<?, ?> map) {
                map.forEach((k, v) -> arguments.put((String) k, v));
            }
            return Message.result(handler.handle(actor, arguments));
        } catch (ProblemException e) {
            return Message.problem(e.problem());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            LOG.warn("a request to the control socket made no sense: {}", e.getMessage());
            return Message.problem(Problem.of(ProblemKind.USAGE, "control-request"));
        } catch (RuntimeException e) {
            LOG.error("the command {} failed", command, e);
            return Message.problem(ControlServer.internal());
        }
    }
}

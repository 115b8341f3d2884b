package tw.nvr.capture.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** One client's connection. Used by the server's thread only. */
final class Connection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Link link;
    private final Dialogue dialogue;
    private final Settings settings;
    private final Outbox out = new Outbox();
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    private long heardNanos;
    private boolean closing;

    Connection(SocketChannel channel, SelectionKey key, Link link, Mounts mounts, long now) throws IOException {
        this.link = link;
        this.channel = channel;
        this.key = key;
        this.settings = mounts.settings();
        this.heardNanos = now;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        this.dialogue = new Dialogue(mounts, out, local.getAddress().getHostAddress());
    }

    /** Whether it is to be closed before anything else is done with it. */
    boolean closing() {
        return closing;
    }

    /** Reads what has arrived and answers it. */
    void read(long now) throws IOException, Request.Malformed {
        int count = link.read(in);
        if (count < 0) {
            closing = true;
            return;
        }
        heardNanos = now;
        in.flip();
        for (Optional<Request> r = Request.read(in); r.isPresent(); r = Request.read(in)) {
            dialogue.answer(r.get(), now);
        }
        in.compact();
        if (!in.hasRemaining()) {
            throw new Request.Malformed("too long");
        }
    }

    /**
     * Sends what is due and writes what the socket takes.
     *
     * @return nanoseconds until there is more to do
     */
    long pump(long now) throws IOException {
        long timeout = settings.sessionTimeout().toNanos() - (now - heardNanos);
        if (timeout <= 0) {
            // RFC 2326 12.37: a session that was not heard of for so long is over
            closing = true;
        }
        long next = closing ? 0 : dialogue.player().map(p -> p.pump(now, this)).orElse(timeout);
        if (!closing) {
            out.flush(link);
            key.interestOps(SelectionKey.OP_READ | (out.size() > 0 || link.writing() ? SelectionKey.OP_WRITE : 0));
        }
        return Math.min(next, timeout);
    }

    /** Goes wrong, if it plays. */
    void strike(Fault fault) {
        Optional<Player> player = dialogue.player();
        switch (fault.kind()) {
            case STALL -> player.ifPresent(Player::stall);
            case RESUME -> player.ifPresent(Player::resume);
            case JUMP -> player.ifPresent(p -> p.jump(fault.nanos()));
            case NEXT_CLIP -> player.ifPresent(Player::nextClip);
            case LOSE_DOLLAR -> out.loseDollar();
            case RESIZE -> dialogue.resize(fault.width(), fault.height());
            case FIN -> closing = true;
            case RESET -> reset();
        }
    }

    void close() throws IOException {
        dialogue.close();
        channel.close();
    }

    private void reset() {
        closing = true;
        try {
            // a linger of zero makes close() send RST instead of FIN
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

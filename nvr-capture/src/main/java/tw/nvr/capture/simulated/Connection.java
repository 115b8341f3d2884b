package tw.nvr.capture.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Base64;
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
    private final Mounts mounts;
    private Optional<Connection> other = Optional.empty();
    private long heardNanos;
    private boolean closing;

    Connection(SocketChannel channel, SelectionKey key, Link link, Mounts mounts, long now) throws IOException {
        this.link = link;
        this.channel = channel;
        this.key = key;
        this.mounts = mounts;
        this.settings = mounts.settings();
        this.heardNanos = now;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        this.dialogue = new Dialogue(mounts, out, local.getAddress(), remote.getAddress());
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
        if (other.isPresent()) {
            passOn(now);
        } else {
            hear(now);
        }
    }

    private void hear(long now) throws Request.Malformed {
        in.flip();
        for (Optional<Request> r = Request.read(in); r.isPresent(); r = Request.read(in)) {
            if (r.get().method().equals("POST")) {
                other = mounts.tunnels().other(r.get());
                closing |= other.isEmpty();
                in.compact();
                passOn(now);
                return;
            }
            if (r.get().method().equals("GET")) {
                out.text(mounts.tunnels().answer(r.get(), this));
            } else {
                dialogue.answer(r.get(), now);
            }
        }
        in.compact();
        if (!in.hasRemaining()) {
            throw new Request.Malformed("too long");
        }
    }

    /** What came by a POST is for the connection of its GET: base64, every message padded by itself. */
    private void passOn(long now) throws Request.Malformed {
        in.flip();
        while (in.remaining() >= 4 && other.isPresent()) {
            byte[] four = new byte[4];
            in.get(four);
            other.get().in.put(Base64.getDecoder().decode(four));
        }
        in.compact();
        if (other.isPresent()) {
            other.get().heardNanos = now;
            other.get().hear(now);
        }
    }

    /**
     * Sends what is due and writes what the socket takes.
     *
     * @return nanoseconds until there is more to do
     */
    long pump(long now) throws IOException {
        closing |= other.isPresent() && other.get().closing;
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
        mounts.tunnels().forget(this);
        dialogue.close();
        out.closeRoutes();
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

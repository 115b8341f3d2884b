package tw.nvr.capture.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What waits to be written to one client. Used by the server's thread only. */
final class Outbox {
    /** Above this a player waits until the client has read some. */
    static final int FULL = 1 << 20;

    private ByteBuffer waiting = ByteBuffer.allocate(64 * 1024);
    private final Map<Integer, DatagramRoute> routes = new HashMap<>();
    private boolean loseDollar;

    /** The packets of a channel, and of the next, go by UDP from now on. */
    void route(int channel, DatagramRoute route) {
        routes.put(channel, route);
    }

    /** A packet: as an interleaved frame (RFC 2326 10.12), or by UDP at once. */
    void frame(int channel, byte[] packet) {
        if (!routes.isEmpty()) {
            datagram(channel, packet);
            return;
        }
        reserve(4 + packet.length);
        if (!loseDollar) {
            waiting.put((byte) '$');
        }
        loseDollar = false;
        waiting.put((byte) channel).putShort((short) packet.length).put(packet);
    }

    private void datagram(int channel, byte[] packet) {
        try {
            if (routes.containsKey(channel)) {
                routes.get(channel).media(packet);
            } else {
                routes.get(channel - 1).control(packet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends what goes by UDP. */
    void closeRoutes() throws IOException {
        for (DatagramRoute route : routes.values()) {
            route.close();
        }
        routes.clear();
    }

    void text(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        reserve(bytes.length);
        waiting.put(bytes);
    }

    /** Leaves the first byte of the next frame out. */
    void loseDollar() {
        loseDollar = true;
    }

    int size() {
        return waiting.position();
    }

    /** Writes what the socket takes without waiting. */
    void flush(Link to) throws IOException {
        if (waiting.position() > 0 || to.writing()) {
            waiting.flip();
            to.write(waiting);
            waiting.compact();
        }
    }

    private void reserve(int bytes) {
        if (waiting.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(waiting.capacity() * 2, waiting.position() + bytes));
            waiting = larger.put(waiting.flip());
        }
    }
}

package tw.nvr.capture.simulated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What waits to be written to one client. Used by the server's thread only. */
final class Outbox {
    /** Above this a player waits until the client has read some. */
    static final int FULL = 1 << 20;

    private ByteBuffer waiting = ByteBuffer.allocate(64 * 1024);
    private boolean loseDollar;

    /** An interleaved frame (RFC 2326 10.12). */
    void frame(int channel, byte[] packet) {
        reserve(4 + packet.length);
        if (!loseDollar) {
            waiting.put((byte) '$');
        }
        loseDollar = false;
        waiting.put((byte) channel).putShort((short) packet.length).put(packet);
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

package tw.nvr.capture.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is to be said to a camera that plays, sent without ever waiting: what the wire does not take goes with a later
 * poll. For the capture thread.
 */
final class Outbox {
    private static final int SIZE = 8 * 1024;

    private final ByteBuffer waiting = ByteBuffer.allocate(SIZE);

    /** Room for something to say; its caller lays it whole or not at all. */
    ByteBuffer room() {
        return waiting;
    }

    /** Lays something to say; forgets it when too much waits, because then the camera does not listen anyway. */
    void lay(byte[] message) {
        if (waiting.remaining() >= message.length) {
            waiting.put(message);
        }
    }

    /** Sends what the wire takes. */
    void send(Wire wire) throws IOException {
        if (waiting.position() > 0) {
            waiting.flip();
            try {
                wire.send(waiting);
            } finally {
                waiting.compact();
            }
        }
    }
}

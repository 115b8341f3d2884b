package tw.nvr.capture.simulated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes of one client's connection, without waiting. Used by the server's thread only. */
interface Link {
    /** Takes what has come; says how many bytes that were, -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** Writes what the socket takes; the rest stays. */
    void write(ByteBuffer from) throws IOException;

    /** Whether something that was written has not left yet. */
    boolean writing();

    /** A connection as it is. */
    static Link plain(SocketChannel channel) {
        return new Link() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                return channel.read(into);
            }

            @Override
            public void write(ByteBuffer from) throws IOException {
                channel.write(from);
            }

            @Override
            public boolean writing() {
                return false;
            }
        };
    }
}

package tw.nvr.storage.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads stretches of a file. Stateless. */
final class FileBytes {
    private FileBytes() {}

    /** Up to {@code length} bytes from {@code offset}; fewer at the end of the file. Position 0. */
    static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(length);
        read(channel, offset, b);
        return b;
    }

    /** Fills a buffer from {@code offset} as far as the file goes, and flips it. */
    static void read(FileChannel channel, long offset, ByteBuffer b) throws IOException {
        b.clear();
        long at = offset;
        while (b.hasRemaining()) {
            int n = channel.read(b, at);
            if (n < 0) {
                break;
            }
            at += n;
        }
        b.flip();
    }
}

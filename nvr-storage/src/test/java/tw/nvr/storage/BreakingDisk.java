package tw.nvr.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import tw.nvr.storage.segment.DiskFiles;
import tw.nvr.storage.segment.SystemDisk;

/** The real file system with a hand on it: stalls, refuses writes or syncs, fills up, when told. */
public final class BreakingDisk implements DiskFiles {
    /** Message of the error that every write or sync fails with; null while all is well. */
    public volatile String writeError;

    public volatile String syncError;
    public volatile long usable = Long.MAX_VALUE;
    public final AtomicInteger syncs = new AtomicInteger();
    private final SystemDisk disk;
    private final Semaphore open = new Semaphore(1);

    /** Writes through the page cache. */
    public BreakingDisk() {
        this(false);
    }

    /** @param direct whether to write past the page cache where the file system takes that */
    public BreakingDisk(boolean direct) {
        disk = new SystemDisk(direct);
    }

    /** Every write waits from now on. */
    public void stall() {
        open.acquireUninterruptibly();
    }

    public void goOn() {
        open.release();
    }

    private static void fail(String error) throws IOException {
        if (error != null) {
            throw new IOException(error);
        }
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        fail(writeError);
        OpenFile real = disk.create(file);
        return new OpenFile() {
            @Override
            public void write(ByteBuffer block, long offset) throws IOException {
                open.acquireUninterruptibly();
                open.release();
                if (writeError != null) {
                    // Half of it, in whole blocks, reaches the file first.
                    int half = block.remaining() / 2 / 4096 * 4096;
                    real.write(block.duplicate().limit(block.position() + half), offset);
                }
                fail(writeError);
                real.write(block, offset);
            }

            @Override
            public void writeTail(ByteBuffer bytes, long offset) throws IOException {
                fail(writeError);
                real.writeTail(bytes, offset);
            }

            @Override
            public void truncate(long length) throws IOException {
                real.truncate(length);
            }

            @Override
            public void sync() throws IOException {
                syncs.incrementAndGet();
                fail(syncError);
                real.sync();
            }

            @Override
            public boolean isDirect() {
                return real.isDirect();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        disk.makeDirectory(directory);
    }

    @Override
    public long usableBytes(Path root) {
        return Math.min(usable, disk.usableBytes(root));
    }
}

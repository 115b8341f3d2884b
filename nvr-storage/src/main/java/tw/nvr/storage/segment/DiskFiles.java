package tw.nvr.storage.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the disk thread asks of a file system; tests put a slow or failing one in its place. */
public interface DiskFiles {
    /**
     * Makes a new file for one segment.
     *
     * @throws IOException when it exists already, or the disk refuses
     */
    OpenFile create(Path file) throws IOException;

    /** Gives a file its final name, atomically. */
    void rename(Path from, Path to) throws IOException;

    /** Brings a directory's entries to the disk. */
    void syncDirectory(Path directory) throws IOException;

    /** Makes one directory level if it is missing; its parent must be there. */
    void makeDirectory(Path directory) throws IOException;

    /** Bytes that may still be written. */
    long usableBytes(Path root);

    /** A file that is being written. Used by the disk thread only. */
    interface OpenFile extends AutoCloseable {
        /**
         * Writes everything between position and limit at that place, with one call.
         *
         * @param block address, length and place are multiples of 4096
         * @throws IOException when not all of it was written
         */
        void write(ByteBuffer block, long offset) throws IOException;

        /** Writes bytes of any length behind everything else. */
        void writeTail(ByteBuffer bytes, long offset) throws IOException;

        void truncate(long length) throws IOException;

        /** Brings its bytes and its length to the disk (fdatasync). */
        void sync() throws IOException;

        /** Whether writes go past the page cache. */
        boolean isDirect();

        @Override
        void close() throws IOException;
    }
}

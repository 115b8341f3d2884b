package tw.nvr.storage.segment;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.storage.volume.DurableFiles;

/**
 * The real file system. Writes with O_DIRECT where it is wanted and the file system takes it (saves the copy into the page
 * cache and the write-back, see docs/storage.md), else through the page cache. Used by the disk thread.
 */
public final class SystemDisk implements DiskFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SystemDisk.class);

    private boolean direct;

    /** @param direct whether to try O_DIRECT at all */
    public SystemDisk(boolean direct) {
        this.direct = direct;
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        if (direct) {
            try {
                return new SystemFile(
                        file,
                        FileChannel.open(
                                file,
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE,
                                ExtendedOpenOption.DIRECT),
                        true);
            } catch (UnsupportedOperationException e) {
                noDirect(e);
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException e) {
                if (!Files.exists(file)) {
                    throw e;
                }
                // The file was made and O_DIRECT refused (EINVAL on some FUSE and network file systems).
                noDirect(e);
                return new SystemFile(file, FileChannel.open(file, StandardOpenOption.WRITE), false);
            }
        }
        return new SystemFile(
                file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), false);
    }

    private void noDirect(Exception e) {
        LOG.info("this file system takes no direct writes ({}); using the page cache", e.toString());
        direct = false;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        DurableFiles.syncDirectory(directory);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        DurableFiles.makeDirectory(directory);
    }

    @Override
    public long usableBytes(Path root) {
        return root.toFile().getUsableSpace();
    }

    private static final class SystemFile implements OpenFile {
        private final Path path;
        private FileChannel channel;
        private boolean direct;

        SystemFile(Path path, FileChannel channel, boolean direct) {
            this.path = path;
            this.channel = channel;
            this.direct = direct;
        }

        @Override
        public void write(ByteBuffer block, long offset) throws IOException {
            int length = block.remaining();
            int from = block.position();
            int written = writeOnce(block, offset);
            if (written == length) {
                return;
            }
            // A short write is how a nearly full disk answers; the rest says why it does not fit.
            block.position(from + written);
            reopenBuffered();
            if (channel.write(block, offset + written) != length - written) {
                throw new IOException("short write: " + (length - block.remaining()) + " of " + length + " bytes");
            }
        }

        private int writeOnce(ByteBuffer block, long offset) throws IOException {
            if (!direct) {
                return channel.write(block, offset);
            }
            int from = block.position();
            try {
                return channel.write(block, offset);
            } catch (IOException | IllegalArgumentException e) {
                // EINVAL, or blocks larger than ours: this file goes on through the page cache.
                if (e instanceof IOException && !String.valueOf(e.getMessage()).contains("Invalid argument")) {
                    throw e;
                }
                LOG.info("direct write refused ({}); going on through the page cache", e.toString());
                reopenBuffered();
                block.position(from);
                return channel.write(block, offset);
            }
        }

        private void reopenBuffered() throws IOException {
            if (direct) {
                direct = false;
                FileChannel old = channel;
                channel = FileChannel.open(path, StandardOpenOption.WRITE);
                old.close();
            }
        }

        @Override
        public void writeTail(ByteBuffer bytes, long offset) throws IOException {
            reopenBuffered();
            long at = offset;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public boolean isDirect() {
            return direct;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

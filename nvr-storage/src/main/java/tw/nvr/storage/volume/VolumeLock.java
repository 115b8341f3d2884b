package tw.nvr.storage.volume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to write to a volume, held by one process at a time through a lock on {@code state/lock}; the system takes it
 * back when the process ends, however it ends. Not thread-safe.
 *
 * <p>POSIX drops a process's locks on a file as soon as it closes any descriptor of that file, so a process must not so
 * much as look at a lock it holds itself. {@code state/holder} tells it that it does.
 */
public final class VolumeLock implements AutoCloseable {
    /** Names this process in the holder file; never the same twice, as a process id would be in a container. */
    private static final String SELF = UUID.randomUUID().toString();

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private VolumeLock(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes it.
     *
     * @return empty when somebody else, or this process, holds it
     * @throws IOException when the volume cannot be written
     */
    public static Optional<VolumeLock> take(Path root) throws IOException {
        return isMine(root) ? Optional.empty() : retake(root);
    }

    /** Takes it on a volume that was away: what the holder file says there of this process is no longer true. */
    public static Optional<VolumeLock> retake(Path root) throws IOException {
        // Its directory exists only on a volume: on a bare mount point this fails instead of making a file.
        FileChannel channel = FileChannel.open(
                root.resolve(Volume.STATE).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            if (lock == null) {
                return Optional.empty();
            }
            Files.writeString(holder(root), SELF);
            return Optional.of(new VolumeLock(root, channel, lock));
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // taken by another thread of this process a moment ago
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    /** Whether anybody holds it now; leaves it as it is. */
    public static boolean isHeld(Path root) throws IOException {
        if (isMine(root)) {
            return true;
        }
        Optional<VolumeLock> mine = retake(root);
        mine.ifPresent(VolumeLock::close);
        return mine.isEmpty();
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(holder(root));
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException("releasing the volume's lock", e);
        }
    }

    private static boolean isMine(Path root) throws IOException {
        Path holder = holder(root);
        return Files.exists(holder) && SELF.equals(Files.readString(holder));
    }

    private static Path holder(Path root) {
        return root.resolve(Volume.STATE).resolve("holder");
    }
}

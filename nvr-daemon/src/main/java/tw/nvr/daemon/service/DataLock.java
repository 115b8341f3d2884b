package tw.nvr.daemon.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * The lock of a data directory: whoever holds it is the only one that changes what is in it. Held by the recorder while it
 * runs, and by a command that changes something while the recorder does not. The kernel gives it back when the process
 * ends, however it ends. Thread-safe.
 */
public final class DataLock implements AutoCloseable {
    private static final String NAME = "lock";

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the directory where needed and takes its lock.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code data-in-use} when somebody else holds it, {@code data-folder}
     *     when the directory cannot be used
     */
    public static DataLock take(Path directory) {
        FileChannel channel;
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            channel = FileChannel.open(
                    directory.resolve(NAME),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw Problem.of(ProblemKind.REFUSED, "data-folder", directory).exception(e);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(directory);
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process, which is as good as by another. The channel stays open on purpose: closing any
            // descriptor of a file gives back every lock that the process has on it (fcntl(2)).
            throw inUse(directory);
        } catch (IOException e) {
            throw Problem.of(ProblemKind.REFUSED, "data-folder", directory).exception(e);
        }
        return new DataLock(channel);
    }

    /** Does something while holding the lock, and gives it back whatever happens. */
    public static void holding(Path directory, Runnable work) {
        DataLock lock = take(directory);
        try {
            work.run();
        } finally {
            lock.close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuntimeException inUse(Path directory) {
        return Problem.of(ProblemKind.CONFLICT, "data-in-use", directory).exception();
    }
}

package tw.nvr.daemon.service;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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
                    java.util.Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw Problem.of(ProblemKind.REFUSED, "data-folder", directory).exception(e);
        }
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // held by this very process, which is as good as by another
        } catch (IOException e) {
            throw Problem.of(ProblemKind.REFUSED, "data-folder", directory).exception(closing(channel, e));
        }
        if (lock == null) {
            throw Problem.of(ProblemKind.CONFLICT, "data-in-use", directory).exception(closing(channel, null));
        }
        return new DataLock(channel);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Exception closing(FileChannel channel, Exception cause) {
        try {
            channel.close();
            return cause;
        } catch (IOException e) {
            if (cause == null) {
                return e;
            }
            cause.addSuppressed(e);
            return cause;
        }
    }
}

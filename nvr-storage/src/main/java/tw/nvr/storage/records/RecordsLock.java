package tw.nvr.storage.records;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * The right to write the records of a folder: a lock on {@code records.lock} that ends with the process. The file itself
 * stays. Owned by {@link Records}.
 */
final class RecordsLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private RecordsLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock without waiting.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code records-in-use}, or {@code records-not-writable}
     */
    static RecordsLock take(Path dir) {
        Path file = dir.resolve("records.lock");
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(SyncedFiles.OWNER_ONLY));
            if (held(channel)) {
                return new RecordsLock(file, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw RecordsFailure.ofFile(file, e);
        }
        throw Problem.of(ProblemKind.CONFLICT, "records-in-use", dir).exception();
    }

    private static boolean held(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another part of this very process has it: that is in use, too.
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw RecordsFailure.ofFile(file, e);
        }
    }
}

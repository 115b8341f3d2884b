package tw.nvr.core.footage;

import java.time.Instant;
import java.util.Optional;
import tw.nvr.core.problem.Problem;

/**
 * How the footage volume is. Immutable.
 *
 * @param volumeId UUID of {@code volume.json}; empty when there is none
 * @param totalBytes of its file system
 * @param freeBytes that the recorder may use
 * @param writable whether the recorder writes to it now
 * @param problem why not, or what else is wrong; empty while all is well
 * @param queuedBytes handed over and not yet written
 * @param droppedFragments since the process started
 * @param directIo whether writes go past the page cache (O_DIRECT)
 * @param lastWrite when the last fragment was written; empty before the first
 */
public record StorageStatus(
        Optional<String> volumeId,
        long totalBytes,
        long freeBytes,
        boolean writable,
        Optional<Problem> problem,
        long queuedBytes,
        long droppedFragments,
        boolean directIo,
        Optional<Instant> lastWrite) {

    /** Read by health and the console. Thread-safe; never waits for the disk thread. */
    @FunctionalInterface
    public interface Source {
        StorageStatus storage();
    }
}

package tw.nvr.storage.volume;

import java.util.Optional;
import tw.nvr.core.problem.Problem;

/**
 * What can be said of a volume without opening it. Immutable.
 *
 * @param mark which one; empty when there is none
 * @param totalBytes of its file system; 0 when unknown
 * @param freeBytes that may be used; 0 when unknown
 * @param inUse whether a recorder or a command holds its lock
 * @param problem why it cannot be used; empty while it can
 */
public record VolumeStatus(
        Optional<VolumeMark> mark, long totalBytes, long freeBytes, boolean inUse, Optional<Problem> problem) {}

package tw.nvr.storage.segment;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.storage.index.IndexThread;
import tw.nvr.storage.recovery.RecorderState;

/** What opens and closes the volume for the disk thread, on which all of it is called but the first opening. */
public interface VolumeGate {
    /**
     * Opens the volume, recovers what lies on it and hands the cameras' memories to the desks.
     *
     * @param taken files that this thread still writes or has lined up for the journal
     * @param atStart whether this is the first time in this process
     * @throws ProblemException why it cannot be opened now
     */
    Map<CameraId, RecorderState.Memory> open(Predicate<SegmentName> taken, boolean atStart) throws IOException;

    /** Whether the volume that was opened is still there; quick. */
    boolean isPresent();

    /** Lets go of every file on the volume. */
    void close();

    boolean isOpen();

    IndexThread index();

    /** Ends the files that were left by failed writes; answers where each camera's footage ends then. */
    Map<CameraId, Instant> recoverOrphans(Predicate<SegmentName> taken) throws IOException;

    void save(RecorderState state) throws IOException;
}

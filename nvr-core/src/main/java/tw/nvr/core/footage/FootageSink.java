package tw.nvr.core.footage;

import java.time.Instant;
import tw.nvr.core.camera.CameraId;

/**
 * Where capture pushes footage; implemented by storage. Every method may be called on the capture thread: none waits, none
 * touches a disk or a database, none throws for a failing disk (the segment's gap tells it).
 */
public interface FootageSink {
    /** The memory that fragments are made of. */
    FragmentPool pool();

    /**
     * Starts a run: the first fragment offered begins a new segment.
     *
     * @param camera whose
     * @param format its tracks, which stay the same to the end of the run
     */
    RunSink openRun(CameraId camera, StreamFormat format);

    /**
     * Says that nothing is being recorded of a camera that should be, and why, from now on. The time until the next
     * fragment, or until the next such word with another cause, becomes a gap. Saying the same again changes nothing.
     *
     * @param at when it was noticed; the gap itself starts where the footage ends
     */
    void notRecording(CameraId camera, GapCause cause, Instant at);

    /** Says that the camera is no longer to be recorded at all (removed): a gap of it ends here and none follows. */
    void forget(CameraId camera, Instant at);
}

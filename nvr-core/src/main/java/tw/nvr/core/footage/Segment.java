package tw.nvr.core.footage;

import java.util.Optional;
import java.util.Set;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.time.TimeRange;

/**
 * A file of footage. Immutable.
 *
 * @param id its name in addresses
 * @param camera whose
 * @param range from its first frame to the end of its last; of an open one, to the end of the last fragment on disk
 * @param run number of the unbroken stretch it belongs to, counted per camera
 * @param state where it is in its life
 * @param marks what must be known about it
 * @param path relative to the volume, with {@code /}: {@code footage/<camera>/<day>/<file>.mp4}
 * @param bytes length of the file, so far
 * @param sha256 64 hex digits; empty while it is open
 * @param format its tracks
 * @param frames pictures in it, so far
 * @param evidence why its time is believed; empty while it is open, and where the file told nothing
 */
public record Segment(
        SegmentId id,
        CameraId camera,
        TimeRange range,
        long run,
        SegmentState state,
        Set<SegmentMark> marks,
        String path,
        long bytes,
        Optional<String> sha256,
        StreamFormat format,
        long frames,
        Optional<TimeEvidence> evidence) {
    public Segment {
        marks = Set.copyOf(marks);
    }

    /** Without evidence of its time. */
    public Segment(
            SegmentId id,
            CameraId camera,
            TimeRange range,
            long run,
            SegmentState state,
            Set<SegmentMark> marks,
            String path,
            long bytes,
            Optional<String> sha256,
            StreamFormat format,
            long frames) {
        this(id, camera, range, run, state, marks, path, bytes, sha256, format, frames, Optional.empty());
    }

    /** The same with evidence of its time. */
    public Segment withEvidence(Optional<TimeEvidence> known) {
        return new Segment(id, camera, range, run, state, marks, path, bytes, sha256, format, frames, known);
    }
}

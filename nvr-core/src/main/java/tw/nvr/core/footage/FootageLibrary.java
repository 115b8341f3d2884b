package tw.nvr.core.footage;

import java.util.List;
import java.util.Optional;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.time.TimeRange;

/**
 * What exists on disk, for readers. Thread-safe. Readers never hold up the recorder. Nothing here checks permissions or
 * writes audit events: {@code viewing} stands in front of it.
 */
public interface FootageLibrary {
    /** Segments that overlap the range, by start; the open one included as far as it is on disk; doomed ones not. */
    List<Segment> segments(CameraId camera, TimeRange range);

    /** Gaps that overlap the range, by start; one that still lasts included, up to now. */
    List<Gap> gaps(CameraId camera, TimeRange range);

    Optional<Segment> segment(SegmentId id);

    /** First to last footage of a camera; empty when there is none. */
    Optional<TimeRange> extent(CameraId camera);

    /** Cameras of which there is footage or a gap, registered or not, by id. */
    List<CameraId> cameras();

    /**
     * Opens a segment for reading.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code segment-unknown} (destroyed or never there), or
     *     {@code segment-unreadable}
     */
    SegmentContent open(SegmentId id);

    /** Calls back on the disk thread whenever a fragment has been written; must be quick and never wait. */
    AutoCloseable onFragment(CameraId camera, LiveListener listener);

    /** Told of every fragment that can be read from now on. */
    @FunctionalInterface
    interface LiveListener {
        void written(Segment segment, FragmentRef fragment);
    }
}

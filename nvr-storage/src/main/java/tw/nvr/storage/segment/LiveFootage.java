package tw.nvr.storage.segment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageLibrary.LiveListener;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentId;

/**
 * What the disk thread knows and the index does not yet: open segments, what was sealed a moment ago, gaps that last.
 * Written by the disk and index threads, read by all. Thread-safe; nothing in it waits.
 */
public final class LiveFootage {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFootage.class);

    private final Map<SegmentId, LiveSegment> segments = new ConcurrentHashMap<>();
    private final Set<Gap> gaps = ConcurrentHashMap.newKeySet();
    private final Map<CameraId, Ongoing> ongoing = new ConcurrentHashMap<>();
    private final Map<CameraId, List<LiveListener>> listeners = new ConcurrentHashMap<>();

    /** A gap that lasts. */
    public record Ongoing(java.time.Instant since, GapCause cause) {}

    public List<LiveSegment> segments(CameraId camera) {
        return segments.values().stream()
                .filter(s -> s.segment().camera().equals(camera))
                .toList();
    }

    public Optional<LiveSegment> segment(SegmentId id) {
        return Optional.ofNullable(segments.get(id));
    }

    /** Gaps that have ended and are on their way into the index. */
    public List<Gap> gaps(CameraId camera) {
        return gaps.stream().filter(g -> g.camera().equals(camera)).toList();
    }

    public Optional<Ongoing> ongoing(CameraId camera) {
        return Optional.ofNullable(ongoing.get(camera));
    }

    /** Cameras that have something here. */
    public Set<CameraId> cameras() {
        Set<CameraId> out = new java.util.HashSet<>(ongoing.keySet());
        segments.values().forEach(s -> out.add(s.segment().camera()));
        gaps.forEach(g -> out.add(g.camera()));
        return out;
    }

    /** Tells that listener of every fragment written from now on, until closed. */
    public AutoCloseable listen(CameraId camera, LiveListener listener) {
        List<LiveListener> of = listeners.computeIfAbsent(camera, c -> new CopyOnWriteArrayList<>());
        of.add(listener);
        return () -> of.remove(listener);
    }

    void open(LiveSegment segment) {
        segments.put(segment.segment().id(), segment);
    }

    /** The segment is in the index now, or its file is no longer ours. */
    public void remove(SegmentId id) {
        segments.remove(id);
    }

    void ended(Gap gap) {
        gaps.add(gap);
    }

    /** The gap is in the index now. */
    public void remove(Gap gap) {
        gaps.remove(gap);
    }

    void ongoing(GapKeeper keeper, CameraId camera) {
        if (keeper.cause() == null) {
            ongoing.remove(camera);
        } else {
            ongoing.put(camera, new Ongoing(keeper.since(), keeper.cause()));
        }
    }

    void written(LiveSegment live, CameraId camera, FragmentRef fragment) {
        List<LiveListener> of = listeners.get(camera);
        if (of == null || of.isEmpty()) {
            return;
        }
        Segment segment = live.segment();
        for (LiveListener l : of) {
            try {
                l.written(segment, fragment);
            } catch (RuntimeException e) {
                LOG.error("a viewer's listener failed on {}", segment.id(), e);
            }
        }
    }
}

package tw.nvr.storage.segment;

import java.util.ArrayList;
import java.util.List;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.Segment;

/** A segment that the index does not know yet: open, or sealed a moment ago. Thread-safe. */
public final class LiveSegment {
    private final int initLength;
    private final List<FragmentRef> fragments = new ArrayList<>();
    private Segment segment;

    LiveSegment(Segment segment, int initLength) {
        this.segment = segment;
        this.initLength = initLength;
    }

    /** As it is now. */
    public synchronized Segment segment() {
        return segment;
    }

    /** Fragments that can be read now. */
    public synchronized List<FragmentRef> fragments() {
        return List.copyOf(fragments);
    }

    public int initLength() {
        return initLength;
    }

    synchronized void add(FragmentRef fragment, Segment now) {
        fragments.add(fragment);
        segment = now;
    }

    synchronized void become(Segment now) {
        segment = now;
    }
}

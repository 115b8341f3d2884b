package tw.nvr.storage.segment;

import java.util.ArrayList;
import java.util.List;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.time.TimeRange;

/**
 * A segment that the index does not know yet: open, or sealed a moment ago. Thread-safe. What it is now is put together
 * when somebody asks, because it is written every second and asked for seldom.
 */
public final class LiveSegment {
    private final int initLength;
    private final List<FragmentRef> fragments = new ArrayList<>();
    private Segment basis;
    private long frames;
    private boolean grown;

    /** @param basis as it is before the fragments that {@link #add} tells of */
    LiveSegment(Segment basis, int initLength) {
        this.basis = basis;
        this.initLength = initLength;
        this.frames = basis.frames();
    }

    /** As it is now. */
    public synchronized Segment segment() {
        if (grown) {
            FragmentRef last = fragments.get(fragments.size() - 1);
            basis = new Segment(
                    basis.id(),
                    basis.camera(),
                    new TimeRange(basis.range().start(), last.end()),
                    basis.run(),
                    basis.state(),
                    basis.marks(),
                    basis.path(),
                    last.offset() + last.length(),
                    basis.sha256(),
                    basis.format(),
                    frames);
            grown = false;
        }
        return basis;
    }

    /** Fragments that can be read now. */
    public synchronized List<FragmentRef> fragments() {
        return List.copyOf(fragments);
    }

    public int initLength() {
        return initLength;
    }

    /** A fragment was written behind the others. */
    synchronized void add(FragmentRef fragment, int pictures) {
        fragments.add(fragment);
        frames += pictures;
        grown = true;
    }

    /** A fragment that the basis counts already. */
    synchronized void known(FragmentRef fragment) {
        fragments.add(fragment);
    }

    synchronized void become(Segment now) {
        basis = now;
        grown = false;
    }
}

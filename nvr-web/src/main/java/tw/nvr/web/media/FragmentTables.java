package tw.nvr.web.media;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.footage.SegmentState;

/**
 * The fragment tables used last. Sealed segments never change, so theirs are kept, at most {@value #MOST_FRAGMENTS}
 * fragments of them (2 MB); an open segment's is read anew each time. Thread-safe.
 */
final class FragmentTables {
    static final int MOST_FRAGMENTS = 40_000;

    private final FootageLibrary footage;
    private final Map<SegmentId, FragmentTable> kept = new LinkedHashMap<>(64, 0.75f, true);
    private int fragments;

    FragmentTables(FootageLibrary footage) {
        this.footage = footage;
    }

    /**
     * The table of a segment that the library names now.
     *
     * @throws tw.nvr.core.problem.ProblemException when its file cannot be read
     */
    FragmentTable table(Segment segment) {
        if (segment.state() == SegmentState.SEALED) {
            synchronized (this) {
                FragmentTable known = kept.get(segment.id());
                if (known != null) {
                    return known;
                }
            }
        }
        try (SegmentContent content = footage.open(segment.id())) {
            return table(content);
        }
    }

    /** The table of an opened segment. */
    FragmentTable table(SegmentContent content) {
        if (content.segment().state() != SegmentState.SEALED) {
            return FragmentTable.of(content);
        }
        synchronized (this) {
            FragmentTable known = kept.get(content.segment().id());
            if (known != null) {
                return known;
            }
        }
        FragmentTable made = FragmentTable.of(content);
        keep(made);
        return made;
    }

    private synchronized void keep(FragmentTable table) {
        if (kept.put(table.id(), table) == null) {
            fragments += table.fragments();
        }
        Iterator<FragmentTable> oldest = kept.values().iterator();
        while (fragments > MOST_FRAGMENTS && oldest.hasNext()) {
            fragments -= oldest.next().fragments();
            oldest.remove();
        }
    }

    /** How many fragments are kept now. */
    synchronized int keptFragments() {
        return fragments;
    }
}

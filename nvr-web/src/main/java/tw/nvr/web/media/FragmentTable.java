package tw.nvr.web.media;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.time.TimeRange;

/**
 * The fragments of one segment, and the playlist entries they make, in primitive arrays: some 40 bytes a fragment.
 * Immutable, hence thread-safe.
 *
 * <p>An <em>entry</em> is a row of fragments without a hole that starts with a key frame; it ends before the first key frame
 * that comes at least {@link #SHORTEST_ENTRY_TICKS} after its start, before a hole, or with the segment. Fragments that no
 * key frame precedes cannot be decoded and are in no entry. The last entry of a segment that is still being written may
 * grow: it is not {@linkplain #entries() counted} until it cannot.
 */
final class FragmentTable {
    /** 4 s, in ticks of 90 kHz (design section 5). */
    static final long SHORTEST_ENTRY_TICKS = 360_000;

    /** Decoding time missing between two fragments from which on a player must be told: 0.1 s in ticks of 90 kHz. */
    private static final long HOLE_TICKS = 9_000;

    private final SegmentId id;
    private final long run;
    private final boolean open;
    private final int initLength;
    private final long[] offsets;
    private final int[] lengths;
    private final long[] startMicros;
    private final long[] decodeTicks;
    private final long[] durationTicks;
    private final boolean[] keys;
    private int[] first = new int[16];
    private int[] end = new int[16];
    private int entries;

    private FragmentTable(Segment segment, int initLength, List<FragmentRef> fragments) {
        id = segment.id();
        run = segment.run();
        open = segment.state() == SegmentState.OPEN;
        this.initLength = initLength;
        int n = fragments.size();
        offsets = new long[n];
        lengths = new int[n];
        startMicros = new long[n];
        decodeTicks = new long[n];
        durationTicks = new long[n];
        keys = new boolean[n];
        for (int i = 0; i < n; i++) {
            FragmentRef f = fragments.get(i);
            offsets[i] = f.offset();
            lengths[i] = f.length();
            startMicros[i] = micros(f.start());
            decodeTicks[i] = f.decodeTicks();
            durationTicks[i] = f.durationTicks();
            keys[i] = f.key();
        }
        group();
    }

    static FragmentTable of(SegmentContent content) {
        return new FragmentTable(content.segment(), content.initLength(), content.fragments());
    }

    private void group() {
        int at = -1;
        for (int i = 0; i < offsets.length; i++) {
            boolean hole = i > 0 && isHoleBefore(i);
            boolean full = at >= 0 && keys[i] && decodeTicks[i] - decodeTicks[at] >= SHORTEST_ENTRY_TICKS;
            if (at >= 0 && (hole || full)) {
                add(at, i);
                at = -1;
            }
            if (at < 0 && keys[i]) {
                at = i;
            }
        }
        if (at >= 0 && !open) {
            add(at, offsets.length);
        }
    }

    private void add(int from, int to) {
        if (entries == first.length) {
            first = Arrays.copyOf(first, entries * 2);
            end = Arrays.copyOf(end, entries * 2);
        }
        first[entries] = from;
        end[entries] = to;
        entries++;
    }

    /** Whether decoding time is missing, or jumps back, between a fragment and the one before it. */
    boolean isHoleBefore(int i) {
        return isHole(decodeTicks[i - 1] + durationTicks[i - 1], decodeTicks[i]);
    }

    static boolean isHole(long expectedTicks, long actualTicks) {
        return Math.abs(actualTicks - expectedTicks) > HOLE_TICKS;
    }

    SegmentId id() {
        return id;
    }

    long run() {
        return run;
    }

    /** Whether more may follow. */
    boolean isOpen() {
        return open;
    }

    int initLength() {
        return initLength;
    }

    int fragments() {
        return offsets.length;
    }

    /** Bytes of all that is listed. */
    long length() {
        int n = offsets.length;
        return n == 0 ? initLength : offsets[n - 1] + lengths[n - 1];
    }

    long offset(int fragment) {
        return offsets[fragment];
    }

    int length(int fragment) {
        return lengths[fragment];
    }

    long decodeTicks(int fragment) {
        return decodeTicks[fragment];
    }

    long endTicks(int fragment) {
        return decodeTicks[fragment] + durationTicks[fragment];
    }

    boolean isKey(int fragment) {
        return keys[fragment];
    }

    Instant start(int fragment) {
        return Instant.EPOCH.plusNanos(startMicros[fragment] * 1000);
    }

    Instant end(int fragment) {
        return start(fragment).plusNanos(nanos(durationTicks[fragment]));
    }

    /** How many entries there are that will not change any more. */
    int entries() {
        return entries;
    }

    int entryFirst(int entry) {
        return first[entry];
    }

    /** The fragment after the entry's last. */
    int entryEnd(int entry) {
        return end[entry];
    }

    long entryTicks(int entry) {
        return endTicks(end[entry] - 1) - decodeTicks[first[entry]];
    }

    long entryOffset(int entry) {
        return offsets[first[entry]];
    }

    long entryLength(int entry) {
        return offsets[end[entry] - 1] + lengths[end[entry] - 1] - offsets[first[entry]];
    }

    /** The stretch of wall-clock time that an entry shows. */
    TimeRange entryRange(int entry) {
        return between(first[entry], end[entry]);
    }

    /** The stretch that a fragment is shown as part of: its entry's, or its own when it is in none. */
    TimeRange shownWith(int fragment) {
        int low = 0;
        int high = entries - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (fragment < first[middle]) {
                high = middle - 1;
            } else if (fragment >= end[middle]) {
                low = middle + 1;
            } else {
                return entryRange(middle);
            }
        }
        return between(fragment, fragment + 1);
    }

    /** When the part that may still grow began; the end of all when there is none. */
    Instant unfinishedSince() {
        int settled = entries == 0 ? 0 : end[entries - 1];
        if (settled < offsets.length) {
            return start(settled);
        }
        return offsets.length == 0 ? Instant.EPOCH : end(offsets.length - 1);
    }

    private TimeRange between(int from, int to) {
        Instant start = start(from);
        Instant last = end(to - 1);
        return new TimeRange(start, last.isAfter(start) ? last : start);
    }

    private static long micros(Instant t) {
        return Math.addExact(Math.multiplyExact(t.getEpochSecond(), 1_000_000L), t.getNano() / 1000);
    }

    static long nanos(long ticks) {
        return Math.round(ticks * (1e9 / 90_000));
    }

    static Duration duration(long ticks) {
        return Duration.ofNanos(nanos(ticks));
    }
}

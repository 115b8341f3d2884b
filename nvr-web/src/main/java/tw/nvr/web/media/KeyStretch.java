package tw.nvr.web.media;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tw.nvr.core.time.TimeRange;

/**
 * One entry of the stream of key frames: some 20 s of a segment, of which only fragments' first pictures are shown, each
 * until the next. Immutable by convention.
 *
 * @param fragments which fragments' key frames, at most one a second
 * @param durations how long each is shown, ticks of 90 kHz
 */
record KeyStretch(int[] fragments, int[] durations) {
    /** 20 s: at 16 times the speed an entry lasts a little over a second. */
    static final long SHORTEST_TICKS = 20L * 90_000;

    /** Key frames that follow each other faster than this are left out: 0.9 s. */
    private static final long NEAREST_TICKS = 81_000;

    /**
     * The entries that a segment makes and that will not change any more, in order: an entry's number in addresses is its
     * place here. One ends before the first key frame at least 20 s after its start, before a hole, or with the segment.
     */
    static List<KeyStretch> of(FragmentTable table) {
        List<KeyStretch> all = new ArrayList<>();
        int[] chosen = new int[64];
        int n = 0;
        for (int i = 0; i < table.fragments(); i++) {
            if (n > 0 && table.isHoleBefore(i)) {
                all.add(make(table, chosen, n, table.endTicks(i - 1)));
                n = 0;
            }
            if (!table.isKey(i)) {
                continue;
            }
            if (n > 0 && table.decodeTicks(i) - table.decodeTicks(chosen[0]) >= SHORTEST_TICKS) {
                all.add(make(table, chosen, n, table.decodeTicks(i)));
                n = 0;
            }
            if (n == 0 || table.decodeTicks(i) - table.decodeTicks(chosen[n - 1]) >= NEAREST_TICKS) {
                chosen[n++] = i;
            }
        }
        if (n > 0 && !table.isOpen()) {
            all.add(make(table, chosen, n, table.endTicks(table.fragments() - 1)));
        }
        return all;
    }

    private static KeyStretch make(FragmentTable table, int[] chosen, int n, long endTicks) {
        int[] durations = new int[n];
        for (int i = 0; i < n; i++) {
            long next = i + 1 < n ? table.decodeTicks(chosen[i + 1]) : endTicks;
            durations[i] = (int) Math.min(Integer.MAX_VALUE, next - table.decodeTicks(chosen[i]));
        }
        return new KeyStretch(Arrays.copyOf(chosen, n), durations);
    }

    long ticks() {
        return Arrays.stream(durations).asLongStream().sum();
    }

    /** The stretch of wall-clock time that it shows. */
    TimeRange range(FragmentTable table) {
        Instant start = table.start(fragments[0]);
        return new TimeRange(start, start.plus(FragmentTable.duration(ticks())));
    }
}

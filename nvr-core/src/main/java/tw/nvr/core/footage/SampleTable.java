package tw.nvr.core.footage;

import java.util.Arrays;

/**
 * Sizes and times of one track's samples in one fragment, in decoding order. Grows, is cleared and used again; owned by
 * whoever owns its {@link Fragment}.
 */
public final class SampleTable {
    private int[] sizes = new int[64];
    private int[] durations = new int[64];
    private int[] compositionOffsets = new int[64];
    private boolean[] keys = new boolean[64];
    private int count;
    private long baseDecodeTicks;
    private long bytes;

    /** Forgets all samples. */
    public void clear() {
        count = 0;
        bytes = 0;
        baseDecodeTicks = 0;
    }

    /** Decoding time of the first sample, in the track's ticks since the start of the run. */
    public void baseDecodeTicks(long ticks) {
        baseDecodeTicks = ticks;
    }

    public long baseDecodeTicks() {
        return baseDecodeTicks;
    }

    /**
     * Adds a sample.
     *
     * @param size bytes
     * @param duration ticks until the next sample is decoded; may be set later with {@link #lastDuration}
     * @param compositionOffset ticks from decoding to presentation; negative is allowed
     * @param key whether decoding can start here
     */
    public void add(int size, int duration, int compositionOffset, boolean key) {
        if (count == sizes.length) {
            int n = count * 2;
            sizes = Arrays.copyOf(sizes, n);
            durations = Arrays.copyOf(durations, n);
            compositionOffsets = Arrays.copyOf(compositionOffsets, n);
            keys = Arrays.copyOf(keys, n);
        }
        sizes[count] = size;
        durations[count] = duration;
        compositionOffsets[count] = compositionOffset;
        keys[count] = key;
        count++;
        bytes += size;
    }

    /** Sets the duration of the sample added last, known only when the next one has arrived. */
    public void lastDuration(int ticks) {
        durations[count - 1] = ticks;
    }

    public int count() {
        return count;
    }

    /** Sum of all sizes. */
    public long bytes() {
        return bytes;
    }

    public int size(int i) {
        return sizes[i];
    }

    public int duration(int i) {
        return durations[i];
    }

    public int compositionOffset(int i) {
        return compositionOffsets[i];
    }

    public boolean key(int i) {
        return keys[i];
    }

    /** Sum of all durations, ticks. */
    public long totalDuration() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += durations[i];
        }
        return sum;
    }
}

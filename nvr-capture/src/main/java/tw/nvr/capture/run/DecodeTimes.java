package tw.nvr.capture.run;

import java.util.Arrays;

/**
 * Derives decoding times from presentation times (ISO/IEC 14496-12 8.6.1): RTP carries presentation times only. When at
 * most {@code depth} pictures precede another in decoding order and follow it in presentation order, then the n-th unit
 * to be decoded may be decoded at the (n - depth)-th presentation time in ascending order: never later than it is shown,
 * and always later than the unit before. Used by the capture thread; 90 kHz ticks.
 */
final class DecodeTimes {
    /** Deepest reordering that H.264 and H.265 allow (max_dec_frame_buffering). */
    static final int DEEPEST = 16;

    /** The decoding time is not known before {@code depth} more units. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private final long[] waiting = new long[DEEPEST + 2];
    private int depth;
    private int count;
    private long last;
    private boolean any;

    /** A run begins. */
    void reset(int reorderDepth) {
        depth = Math.max(0, Math.min(DEEPEST, reorderDepth));
        count = 0;
        any = false;
    }

    int depth() {
        return depth;
    }

    /**
     * Takes the next unit's presentation time.
     *
     * @return its decoding time, or {@link #UNKNOWN} for the first {@code depth} units of a run
     */
    long next(long presentation) {
        int i = count++;
        while (i > 0 && waiting[i - 1] > presentation) {
            waiting[i] = waiting[i - 1];
            i--;
        }
        waiting[i] = presentation;
        if (count <= depth) {
            return UNKNOWN;
        }
        long least = waiting[0];
        System.arraycopy(waiting, 1, waiting, 0, --count);
        // A stream that reorders deeper than it said: decoding goes on in order, and the offset becomes negative.
        long time = any ? Math.max(least, last + 1) : least;
        any = true;
        last = time;
        return time;
    }

    /** Presentation times taken whose turn has not come, ascending; what a run that ends early has left. */
    long[] left() {
        return Arrays.copyOf(waiting, count);
    }
}

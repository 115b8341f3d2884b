package tw.nvr.capture.clock;

import java.util.Arrays;

/**
 * The straight line under the delays of a stream: how late its units arrive against their own timestamps, freed from
 * jitter, and how that grows because the camera's clock runs at another rate than ours. Every window of some seconds
 * gives one point, its least delayed unit; the slope is the median of the slopes between all points (Theil and Sen), so
 * that a congested window does not bend it. Used by one thread.
 *
 * <p>Times along the stream ({@code media}) and delays are microseconds.
 */
final class DelayLine {
    /** Length of a window, in microseconds of local time. */
    static final long WINDOW = 5_000_000;

    /** Camera clocks are at most one per cent off; what looks worse is something else. */
    static final double MOST = 0.01;

    private static final int POINTS = 36;
    private static final int FEWEST = 4;
    private static final int RECENT = 8;

    /** Polling every 100 ms leaves that much uncertainty in a point; a smaller trend means nothing. */
    private static final double TELLING = 60_000;

    /** Two windows in a row that far from the line are no jitter. */
    private static final long SHIFT = 300_000;

    private final long[] media = new long[POINTS];
    private final long[] delay = new long[POINTS];
    private final double[] slopes = new double[POINTS * (POINTS - 1) / 2];
    private int count;
    private int next;
    private long windowStart;
    private long leastDelay;
    private long leastMedia;
    private boolean windowOpen;
    private double slope;
    private boolean sloped;
    private int shifted;

    void clear() {
        shifted = 0;
        count = 0;
        next = 0;
        windowOpen = false;
        slope = 0;
        sloped = false;
    }

    /**
     * Takes one unit in.
     *
     * @param local when it arrived
     */
    void add(long local, long mediaTime, long delayed) {
        if (windowOpen && local - windowStart >= WINDOW) {
            close();
        }
        if (!windowOpen) {
            windowOpen = true;
            windowStart = local;
            leastDelay = Long.MAX_VALUE;
        }
        if (delayed < leastDelay) {
            leastDelay = delayed;
            leastMedia = mediaTime;
        }
    }

    private void close() {
        windowOpen = false;
        forgetAfterShift();
        media[next] = leastMedia;
        delay[next] = leastDelay;
        next = (next + 1) % POINTS;
        count = Math.min(count + 1, POINTS);
        if (count >= FEWEST) {
            fit();
        }
    }

    /** A delay that has changed for good says nothing about the rate: what was before it is forgotten. */
    private void forgetAfterShift() {
        boolean away = count > 0 && Math.abs(leastDelay - at(leastMedia)) > SHIFT;
        shifted = away ? shifted + 1 : 0;
        if (shifted == 2) {
            shifted = 0;
            count = 0;
            next = 0;
        }
    }

    private void fit() {
        int n = 0;
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                if (media[i] != media[j]) {
                    slopes[n++] = (double) (delay[j] - delay[i]) / (media[j] - media[i]);
                }
            }
        }
        if (n == 0) {
            return;
        }
        Arrays.sort(slopes, 0, n);
        double median = slopes[n / 2];
        if (!sloped && Math.abs(median) * span() < TELLING) {
            return;
        }
        sloped = true;
        slope = Math.max(-MOST, Math.min(MOST, median));
    }

    private double span() {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, media[i]);
            most = Math.max(most, media[i]);
        }
        return (double) most - least;
    }

    /** Growth of the delay per microsecond of media: positive when the camera's clock is slow. */
    double slope() {
        return slope;
    }

    /** Whether a window has been completed, so that {@link #at} means something. */
    boolean known() {
        return count > 0;
    }

    /** The delay of an undisturbed unit at that time of the stream: the line of that slope under the recent points. */
    double at(long mediaTime) {
        double least = Double.MAX_VALUE;
        int recent = Math.min(count, RECENT);
        for (int i = 1; i <= recent; i++) {
            int k = (next - i + POINTS) % POINTS;
            least = Math.min(least, delay[k] + slope * (mediaTime - media[k]));
        }
        if (windowOpen) {
            least = Math.min(least, leastDelay + slope * (mediaTime - leastMedia));
        }
        return least;
    }
}

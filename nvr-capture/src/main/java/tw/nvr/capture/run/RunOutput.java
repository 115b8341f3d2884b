package tw.nvr.capture.run;

import java.util.Arrays;
import tw.nvr.capture.clock.LocalClock;
import tw.nvr.capture.clock.StreamClock;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;

/**
 * The way of finished fragments to the sink. In the beginning of a connection they wait until the stream clock has settled,
 * because a fragment's time cannot be taken back. After a refusal only one that starts with a key frame goes on. For the
 * capture thread.
 */
final class RunOutput {
    private static final int MOST_HELD = 24;

    private final StreamClock clock;
    private final FragmentPool pool;
    private final Fragment[] held = new Fragment[MOST_HELD];
    private final long[] heldTicks = new long[MOST_HELD];
    private int count;
    private RunSink run;
    private boolean skipping;
    private boolean refused;
    private long accepted;
    private long lastFrameMicros;

    RunOutput(StreamClock clock, FragmentPool pool) {
        this.clock = clock;
        this.pool = pool;
    }

    void begin(RunSink sink) {
        run = sink;
        skipping = false;
    }

    /**
     * Takes a finished fragment over.
     *
     * @param shown when its first picture is shown, as RTP time
     */
    void add(Fragment fragment, long shown, long now) {
        if (count == MOST_HELD) {
            clock.settleNow();
        }
        release(now);
        if (count == 0 && clock.settled(now)) {
            deliver(fragment, shown);
        } else {
            held[count] = fragment;
            heldTicks[count++] = shown;
        }
    }

    /**
     * Hands on what waited, once the clock has settled.
     *
     * @return whether the last of it was refused
     */
    boolean release(long now) {
        if (count == 0 || !clock.settled(now)) {
            return false;
        }
        int n = count;
        count = 0;
        for (int i = 0; i < n; i++) {
            deliver(held[i], heldTicks[i]);
        }
        Arrays.fill(held, 0, n, null);
        return skipping;
    }

    private void deliver(Fragment fragment, long shown) {
        if (skipping && !fragment.startsWithKey()) {
            pool.release(fragment);
            return;
        }
        long start = clock.utcMicros(shown);
        long end = start + fragment.video().totalDuration() * 100 / 9;
        fragment.start(LocalClock.instant(start));
        fragment.claimedOffsetMillis(clock.claimedOffsetMillis());
        skipping = !run.offer(fragment);
        refused = skipping;
        if (!skipping) {
            accepted++;
            lastFrameMicros = end;
        }
    }

    /** Ends the run. */
    void end(GapCause cause, long now) {
        clock.settleNow();
        release(now);
        run.close(cause, LocalClock.instant(now));
        run = null;
        skipping = false;
    }

    /** There was no memory to lay pictures in. */
    void refuse() {
        refused = true;
    }

    /** Whether what was handed on last was refused, so that nothing is of use before the next key frame. */
    boolean skipping() {
        return skipping;
    }

    boolean refused() {
        return refused;
    }

    long accepted() {
        return accepted;
    }

    /** When the last picture that was taken ended; UTC microseconds, 0 before the first. */
    long lastFrameMicros() {
        return lastFrameMicros;
    }
}

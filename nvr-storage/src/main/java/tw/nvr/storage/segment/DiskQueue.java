package tw.nvr.storage.segment;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;

/**
 * The way from the capture thread to the disk thread. Fragments are admitted by the memory they hold, so that the pool is
 * never used up by what waits for a slow disk; words that carry no memory always fit. Thread-safe; only {@link #take}
 * waits.
 */
final class DiskQueue {
    /** How much of one camera may wait: 12 s, 90 kHz (invariant 9). */
    static final long MOST_TICKS = 12L * 90_000;

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final FragmentPool pool;
    private final long mostBytes;
    private volatile GapCause refusal;

    /** @param mostBytes of buffers that may wait */
    DiskQueue(FragmentPool pool, long mostBytes) {
        this.pool = pool;
        this.mostBytes = mostBytes;
    }

    FragmentPool pool() {
        return pool;
    }

    /** Adds a word for the disk thread. */
    void put(Runnable word) {
        queue.add(word);
    }

    /** Reserves room for a fragment; false when what waits is too much. */
    boolean admit(AtomicLong cameraTicks, Fragment f) {
        long size = f.buffer().capacity();
        long ticks = f.video().totalDuration();
        if (bytes.addAndGet(size) > mostBytes || cameraTicks.get() + ticks > MOST_TICKS) {
            bytes.addAndGet(-size);
            return false;
        }
        cameraTicks.addAndGet(ticks);
        return true;
    }

    /** Gives the room and the fragment back, on the disk thread. */
    void done(AtomicLong cameraTicks, Fragment f) {
        bytes.addAndGet(-f.buffer().capacity());
        cameraTicks.addAndGet(-f.video().totalDuration());
        pool.release(f);
    }

    /** Counts a fragment as dropped and gives it back. */
    void drop(Fragment f) {
        dropped.incrementAndGet();
        pool.release(f);
    }

    Runnable take(long millis) throws InterruptedException {
        return queue.poll(millis, TimeUnit.MILLISECONDS);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    long bytes() {
        return bytes.get();
    }

    long dropped() {
        return dropped.get();
    }

    /** Why nothing is admitted now; {@code null} while fragments are. Set by the disk thread. */
    GapCause refusal() {
        return refusal;
    }

    void refusal(GapCause cause) {
        refusal = cause;
    }
}

package tw.nvr.storage.segment;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;

/**
 * The way from the capture thread to the disk thread, and the stall ring of invariant 9. Of every camera twelve seconds may
 * wait; where the pool's memory does not suffice for that at the rates the cameras send with, fewer, and as many of the
 * one as of the other, so that none takes the room of another. Words that carry no memory always fit. Thread-safe; only
 * {@link #take} waits.
 */
final class DiskQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DiskQueue.class);

    /** How much of one camera may wait, 90 kHz. */
    static final long MOST_TICKS = 12L * 90_000;

    /** However little memory there is. */
    private static final long LEAST_TICKS = 90_000;

    /** What capture is filling and has not handed over. */
    private static final long FILLING_TICKS = 2L * 90_000;

    /** More than that waits already: what comes is packed tightly. */
    private static final long STALL_TICKS = 2L * 90_000;

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Map<CameraId, CameraShare> shares = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final FragmentPool pool;
    private final long mostBytes;
    private volatile GapCause refusal;
    private boolean isShort;

    DiskQueue(FragmentPool pool) {
        this.pool = pool;
        // An eighth stays for what capture is filling, even before the cameras' rates are known.
        this.mostBytes = pool.limitBytes() / 8 * 7;
    }

    CameraShare share(CameraId camera) {
        return shares.computeIfAbsent(camera, c -> new CameraShare());
    }

    FragmentPool pool() {
        return pool;
    }

    /** Adds a word for the disk thread. */
    void put(Runnable word) {
        queue.add(word);
    }

    /** Reserves room for a fragment; false when what waits is too much. */
    boolean admit(CameraShare share, Fragment f) {
        long ticks = f.video().totalDuration();
        long waiting = share.waitingTicks().get();
        share.measure(FragmentPool.tightBytes(f), ticks);
        if (waiting >= LEAST_TICKS && waiting + ticks > mostTicks()) {
            return false;
        }
        if (waiting >= STALL_TICKS) {
            pool.tighten(f);
        }
        long size = f.buffer().capacity();
        if (bytes.addAndGet(size) > mostBytes) {
            bytes.addAndGet(-size);
            return false;
        }
        share.waitingTicks().addAndGet(ticks);
        return true;
    }

    /** How much of each camera may wait, 90 kHz: what the memory holds of all of them together. */
    long mostTicks() {
        double rate = 0;
        for (CameraShare s : shares.values()) {
            rate += s.bytesPerTick();
        }
        double held = rate == 0 ? MOST_TICKS : pool.limitBytes() / rate - FILLING_TICKS;
        return (long) Math.max(LEAST_TICKS, Math.min(MOST_TICKS, held));
    }

    /** Tells, when it begins, that the memory does not suffice for twelve seconds of all cameras. */
    void warnWhenShort() {
        long seconds = mostTicks() / 90_000;
        boolean nowShort = seconds < 11;
        if (nowShort && !isShort) {
            LOG.warn("the memory bridges a stalled disk for {} s only, with the cameras there are", seconds);
        }
        isShort = nowShort;
    }

    /** Gives the room and the fragment back, on the disk thread. */
    void done(CameraShare share, Fragment f) {
        bytes.addAndGet(-f.buffer().capacity());
        share.waitingTicks().addAndGet(-f.video().totalDuration());
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

package tw.nvr.storage.segment;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of one camera waits for the disk, and how fast the camera fills memory. Measured by the capture thread;
 * {@link #waitingTicks} is counted by both threads.
 */
final class CameraShare {
    /** How much the past counts: about ten fragments. */
    private static final double PAST = 0.9;

    private final AtomicLong waitingTicks = new AtomicLong();
    private double bytes;
    private double ticks;
    private volatile double bytesPerTick;

    /** Media that waits, 90 kHz. */
    AtomicLong waitingTicks() {
        return waitingTicks;
    }

    /** Takes a fragment into the measurement. */
    void measure(long fragmentBytes, long fragmentTicks) {
        bytes = PAST * bytes + fragmentBytes;
        ticks = PAST * ticks + fragmentTicks;
        bytesPerTick = ticks > 0 ? bytes / ticks : 0;
    }

    /** The camera sends no more: it needs no memory. */
    void over() {
        bytes = 0;
        ticks = 0;
        bytesPerTick = 0;
    }

    /** Memory that a 90 kHz tick of this camera takes, bytes; 0 while it sends nothing. */
    double bytesPerTick() {
        return bytesPerTick;
    }
}

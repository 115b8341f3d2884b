package tw.nvr.capture.rtp;

/**
 * Makes 64-bit ticks of 32-bit RTP timestamps: at 90 kHz they wrap every 13 hours. A step forward or back is the signed
 * 32-bit difference to the timestamp before. Capture thread only.
 */
public final class TimestampUnwrapper {
    private boolean started;
    private int last;
    private long ticks;

    /** Ticks of the next packet's timestamp; the first one keeps its unsigned value. */
    public long unwrap(int timestamp) {
        ticks = peek(timestamp);
        last = timestamp;
        started = true;
        return ticks;
    }

    /** Ticks of a timestamp near the last one, which stays the last one: for what is said beside the stream. */
    public long peek(int timestamp) {
        return started ? ticks + (timestamp - last) : timestamp & 0xffffffffL;
    }

    /** Ticks of one clock in ticks of another, rounded down, without overflow for a thousand years. */
    public static long scale(long ticks, int fromRate, int toRate) {
        return fromRate == toRate
                ? ticks
                : Math.floorDiv(ticks, fromRate) * toRate + Math.floorMod(ticks, fromRate) * (long) toRate / fromRate;
    }

    public boolean started() {
        return started;
    }
}

package tw.nvr.capture.rtp;

/**
 * Follows a track's sequence numbers (RFC 3550 A.1): what was lost, what came twice. On TCP the network neither loses nor
 * reorders, but cameras drop packets when their send buffer is full. Capture thread only.
 */
public final class SequenceTracker {
    /** The packet came before, or so late that its place is gone: leave it. */
    public static final int STALE = -1;

    /** The numbers jumped so far that the sender must have started again: something was lost, nobody knows how much. */
    public static final int RESTARTED = -2;

    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;

    private boolean started;
    private int highest;
    private long cycles;
    private long base;
    private long received;
    private long lost;
    private long stale;
    private long intervalExpected;
    private long intervalReceived;

    /**
     * Takes note of a packet.
     *
     * @param sequence 0 to 65535
     * @return how many packets are missing right before it, 0 or more; or {@link #STALE}, or {@link #RESTARTED}
     */
    public int accept(int sequence) {
        if (!started) {
            started = true;
            begin(sequence);
            return 0;
        }
        int step = sequence - highest & 0xffff;
        if (step > 0 && step < MAX_DROPOUT) {
            if (sequence < highest) {
                cycles += 0x10000;
            }
            highest = sequence;
            received++;
            lost += step - 1;
            return step - 1;
        }
        if (step == 0 || step > 0xffff - MAX_MISORDER) {
            stale++;
            return STALE;
        }
        begin(sequence);
        lost++;
        return RESTARTED;
    }

    /** Starts again at the next packet, because the sender said that it is another one. */
    public void restart() {
        started = false;
    }

    private void begin(int sequence) {
        highest = sequence;
        cycles = 0;
        base = sequence;
        received = 1;
        intervalExpected = 0;
        intervalReceived = 0;
    }

    /** Packets that never came, in the whole connection. */
    public long lost() {
        return lost;
    }

    /** Packets that came twice or too late. */
    public long stale() {
        return stale;
    }

    /** Extended highest sequence number (RFC 3550 6.4.1). */
    int extendedHighest() {
        return (int) (cycles + highest);
    }

    /** Cumulative number of packets lost (RFC 3550 A.3), as a signed number of 24 bits. */
    int cumulativeLost() {
        long expected = cycles + highest - base + 1;
        return (int) Math.max(-0x800000, Math.min(0x7fffff, expected - received));
    }

    /** Fraction lost since the last call, in 256ths (RFC 3550 A.3). */
    int fractionLost() {
        long expected = cycles + highest - base + 1;
        long expectedNow = expected - intervalExpected;
        long lostNow = expectedNow - (received - intervalReceived);
        intervalExpected = expected;
        intervalReceived = received;
        return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }
}

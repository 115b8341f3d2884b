package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.source.SourceException;

/**
 * Puts a track's packets back into the order of their numbers where the network did not keep it (RFC 3550 5.1): holds what
 * comes early until what is missing has come, or is given up. At most {@link #SLOTS} packets wait; the memory for them is
 * taken once, when the first one has to. What comes in order is passed on where it lies. Capture thread only.
 */
public final class ReorderBuffer {
    /** Packets that may wait; whatever is further ahead means that something is lost. */
    public static final int SLOTS = 64;

    /** Bytes of the largest packet that may wait: an Ethernet frame's, with room. */
    static final int LARGEST = 2048;

    /** How long what is missing is waited for; packets that overtake each other are a few milliseconds apart. */
    private static final long PATIENCE_NANOS = 50_000_000;

    private static final int MAX_MISORDER = 100;

    /** Takes the packets in their order. */
    public interface Receiver {
        /** A packet, by absolute index; valid until it returns. */
        void packet(ByteBuffer buf, int offset, int length) throws SourceException;
    }

    private final int[] lengths = new int[SLOTS];
    private ByteBuffer slots;
    private int held;
    private long heldSince;
    private boolean waiting;
    private boolean started;
    private int ssrc;
    private int next;
    private long putRight;
    private long duplicates;

    /** Takes a packet as it came, by absolute index. */
    public void accept(ByteBuffer buf, int offset, int length, Receiver receiver) throws SourceException {
        if (length < RtpPacket.HEADER_BYTES) {
            receiver.packet(buf, offset, length); // the track counts it as malformed
            return;
        }
        int sequence = buf.getShort(offset + 2) & 0xffff;
        int source = buf.getInt(offset + 8);
        if (!started || source != ssrc) {
            release(receiver);
            started = true;
            ssrc = source;
            next = sequence;
        }
        int ahead = (short) (sequence - next);
        if (ahead > 0 && ahead < SLOTS && length <= LARGEST) {
            hold(sequence, buf, offset, length);
        } else if (ahead < 0 && ahead > -MAX_MISORDER) {
            receiver.packet(buf, offset, length); // came before, or too late: the track knows, and counts it
        } else {
            inOrder(ahead == 0, sequence, buf, offset, length, receiver);
        }
    }

    private void inOrder(boolean awaited, int sequence, ByteBuffer buf, int offset, int length, Receiver receiver)
            throws SourceException {
        if (awaited) {
            putRight += held > 0 ? 1 : 0;
        } else {
            release(receiver);
        }
        receiver.packet(buf, offset, length);
        next = sequence + 1 & 0xffff;
        while (held > 0 && lengths[next % SLOTS] > 0) {
            passOn(receiver);
        }
    }

    private void hold(int sequence, ByteBuffer buf, int offset, int length) {
        int slot = sequence % SLOTS;
        if (lengths[slot] > 0) {
            duplicates++;
            return;
        }
        if (slots == null) {
            slots = ByteBuffer.allocateDirect(SLOTS * LARGEST);
        }
        slots.put(slot * LARGEST, buf, offset, length);
        lengths[slot] = length;
        held++;
    }

    private void passOn(Receiver receiver) throws SourceException {
        int slot = next % SLOTS;
        int length = lengths[slot];
        lengths[slot] = 0;
        held--;
        next = next + 1 & 0xffff;
        receiver.packet(slots, slot * LARGEST, length);
    }

    /**
     * What there was has been read: gives up what has been missing for too long.
     *
     * @param nowNanos the ticker
     */
    public void settle(long nowNanos, Receiver receiver) throws SourceException {
        if (held == 0) {
            waiting = false;
        } else if (!waiting) {
            waiting = true;
            heldSince = nowNanos;
        } else if (nowNanos - heldSince >= PATIENCE_NANOS) {
            waiting = false;
            release(receiver);
        }
    }

    /** Passes on everything that waits, whatever is missing between. */
    public void release(Receiver receiver) throws SourceException {
        while (held > 0) {
            if (lengths[next % SLOTS] > 0) {
                passOn(receiver);
            } else {
                next = next + 1 & 0xffff;
            }
        }
    }

    /** Packets that had been overtaken, and came in time. */
    public long putRight() {
        return putRight;
    }

    /** Packets that came again while they waited; others are counted by the track. */
    public long duplicates() {
        return duplicates;
    }
}

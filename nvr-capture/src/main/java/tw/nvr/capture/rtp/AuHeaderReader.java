package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;

/** Reads the AU headers of a packet bit by bit (RFC 3640 3.2.1.1), in place. One object per track. Capture thread only. */
final class AuHeaderReader {
    private final AacParameters parameters;
    private ByteBuffer buf;
    private long bit;
    private long endBit;
    private boolean first;
    private int size;
    private int skipped;

    AuHeaderReader(AacParameters parameters) {
        this.parameters = parameters;
    }

    void reset(ByteBuffer buffer, int offset, int bits) {
        buf = buffer;
        bit = 8L * offset;
        endBit = bit + bits;
        first = true;
    }

    /** Reads the next header; false when there is none, or only a rest that is none. */
    boolean next() {
        long before = bit;
        size = parameters.sizeLength() > 0 ? bits(parameters.sizeLength()) : parameters.constantSize();
        int index = bits(first ? parameters.indexLength() : parameters.indexDeltaLength());
        skipped = first ? 0 : index;
        if (parameters.ctsDeltaLength() > 0 && bits(1) == 1) {
            bits(parameters.ctsDeltaLength());
        }
        if (parameters.dtsDeltaLength() > 0 && bits(1) == 1) {
            bits(parameters.dtsDeltaLength());
        }
        bits(parameters.randomAccess() ? 1 : 0);
        bits(parameters.streamStateLength());
        first = false;
        return bit <= endBit && bit > before;
    }

    /** AU-size in bytes; a negative number is one that cannot be. */
    int size() {
        return size;
    }

    /** Units that lie between the one before and this one in another packet: more than 0 only with interleaving. */
    int skipped() {
        return skipped;
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            int b = bit < endBit ? buf.get((int) (bit >> 3)) >> 7 - (int) (bit & 7) & 1 : 0;
            value = value << 1 | b;
        }
        return value;
    }
}

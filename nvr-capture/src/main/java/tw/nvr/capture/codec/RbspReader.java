package tw.nvr.capture.codec;

import java.nio.ByteBuffer;

/**
 * Reads bits of a NAL unit in place and skips emulation prevention bytes (H.264 7.3.1, H.265 7.3.1.1). One thread at a
 * time; meant to be used again with {@link #reset}, so that reading a slice header allocates nothing.
 *
 * <p>Reading never fails: behind the end come zero bits, and an Exp-Golomb code of more than 32 bits reads as zero. Both
 * set {@link #bad}, which the caller asks once at the end.
 */
public final class RbspReader {
    private ByteBuffer bytes;
    private int next;
    private int end;
    private int current;
    private int bitsLeft;
    private int zeros;
    private boolean bad;

    public RbspReader() {
        this.bytes = ByteBuffer.allocate(0);
    }

    /** A reader over a whole parameter set. */
    public static RbspReader of(byte[] nal, int offset) {
        return new RbspReader()
                .reset(ByteBuffer.wrap(nal), Math.min(offset, nal.length), Math.max(0, nal.length - offset));
    }

    /** Starts again at an absolute index, whatever the buffer's position. */
    public RbspReader reset(ByteBuffer buffer, int offset, int length) {
        bytes = buffer;
        next = offset;
        end = offset + length;
        bitsLeft = 0;
        zeros = 0;
        bad = false;
        return this;
    }

    /** Whether something was read that is not there or cannot be. */
    public boolean bad() {
        return bad;
    }

    public boolean flag() {
        return bit() == 1;
    }

    /** An unsigned number of 0 to 32 bits; 32 bits come as a negative {@code int} when the first is set. */
    public int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    public void skip(int count) {
        for (int i = 0; i < count && !bad; i++) {
            bit();
        }
    }

    /** Unsigned Exp-Golomb code (H.264 9.1), at most 2^31 - 2; more sets {@link #bad} and reads as zero. */
    public int ue() {
        int leading = 0;
        while (!bad && bit() == 0) {
            leading++;
            if (leading > 30) {
                bad = true;
            }
        }
        return bad ? 0 : (1 << leading) - 1 + bits(leading);
    }

    /** Signed Exp-Golomb code (H.264 9.1.1). */
    public int se() {
        int code = ue();
        return (code & 1) == 1 ? (code >>> 1) + 1 : -(code >>> 1);
    }

    private int bit() {
        if (bitsLeft == 0 && !load()) {
            bad = true;
            return 0;
        }
        bitsLeft--;
        return current >> bitsLeft & 1;
    }

    private boolean load() {
        if (next >= end) {
            return false;
        }
        int value = bytes.get(next++) & 0xff;
        if (zeros >= 2 && value == 3) {
            zeros = 0;
            if (next >= end) {
                return false;
            }
            value = bytes.get(next++) & 0xff;
        }
        zeros = value == 0 ? zeros + 1 : 0;
        current = value;
        bitsLeft = 8;
        return true;
    }
}

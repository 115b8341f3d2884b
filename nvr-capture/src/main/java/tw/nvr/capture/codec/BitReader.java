package tw.nvr.capture.codec;

import java.nio.ByteBuffer;

/**
 * Reads bits of MPEG-4 sound in place, which knows no emulation prevention. One thread at a time; meant to be used again
 * with {@link #reset}.
 *
 * <p>Reading never fails: behind the end come zero bits, and {@link #bad} says so, which the caller asks once at the end.
 */
public final class BitReader {
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long next;
    private long end;

    /** A reader over all of it. */
    public static BitReader of(byte[] bytes) {
        return new BitReader().reset(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    /** Starts again at an absolute index, whatever the buffer's position. */
    public BitReader reset(ByteBuffer buffer, int offset, int length) {
        bytes = buffer;
        next = 8L * offset;
        end = next + 8L * length;
        return this;
    }

    /** Whether something was read that is not there. */
    public boolean bad() {
        return next > end;
    }

    /** Bits that are left; negative when too many were read. */
    public long left() {
        return end - next;
    }

    public boolean flag() {
        return bits(1) == 1;
    }

    /** An unsigned number of 0 to 32 bits; 32 bits come as a negative {@code int} when the first is set. */
    public int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, next++) {
            value = value << 1 | (next < end ? bytes.get((int) (next >> 3)) >> 7 - (int) (next & 7) & 1 : 0);
        }
        return value;
    }

    public void skip(long count) {
        next += count;
    }

    /** Passes over the rest of a byte that was begun. */
    public void align() {
        next = next + 7 & ~7L;
    }

    /**
     * Copies whole bytes, which need not lie on byte boundaries, to the start of a buffer.
     *
     * @return false, and nothing is copied, when they are not there
     */
    public boolean copyTo(ByteBuffer out, int count) {
        if (left() < 8L * count) {
            return false;
        }
        int from = (int) (next >> 3);
        int shift = (int) (next & 7);
        if (shift == 0) {
            out.put(0, bytes, from, count);
        } else {
            for (int i = 0; i < count; i++) {
                int two = (bytes.get(from + i) & 0xff) << 8 | bytes.get(from + i + 1) & 0xff;
                out.put(i, (byte) (two >> 8 - shift));
            }
        }
        next += 8L * count;
        return true;
    }

    /** Passes over bits that are the same as those of an array; reads nothing when they are not. */
    public boolean skipIfSame(byte[] bits, long count) {
        if (count > left()) {
            return false;
        }
        long start = next;
        for (long i = 0; i < count; i++) {
            if (bits(1) != (bits[(int) (i >> 3)] >> 7 - (int) (i & 7) & 1)) {
                next = start;
                return false;
            }
        }
        return true;
    }

    /** The bits from a place, which {@link #left} told there, up to here, as bytes; the last one is filled with zeros. */
    public byte[] since(long leftThere) {
        long here = next;
        next = end - leftThere;
        byte[] out = new byte[(int) (here - next + 7 >> 3)];
        for (int i = 0; i < out.length; i++) {
            int count = (int) Math.min(8, here - next);
            out[i] = (byte) (bits(count) << 8 - count);
        }
        return out;
    }
}

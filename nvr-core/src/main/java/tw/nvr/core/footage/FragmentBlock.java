package tw.nvr.core.footage;

import java.nio.ByteBuffer;

/** One piece of a pool's memory: as it was allocated, and the aligned part of it that fragments use. Belongs to the pool. */
final class FragmentBlock {
    /** Sizes run from 64 KiB to 8 MiB in eighths of a doubling, so that at most a ninth of a block is there for nothing. */
    static final int SIZES = 8 * 7 + 1;

    static final int LARGEST = 8 * 1024 * 1024;

    private static final int SMALLEST = 64 * 1024;

    private final ByteBuffer whole;
    private final ByteBuffer aligned;
    private final int index;

    FragmentBlock(int index, ByteBuffer whole) {
        this.index = index;
        this.whole = whole;
        this.aligned = whole.alignedSlice(Fragment.BLOCK);
    }

    /** Bytes of the aligned part of blocks of that size; a multiple of 4096. */
    static int size(int index) {
        return (SMALLEST << index / 8) / 8 * (8 + index % 8);
    }

    /** What has to be allocated for a block of that size. */
    static int allocation(int index) {
        return size(index) + Fragment.BLOCK;
    }

    /** The smallest size with room for so many bytes of samples; -1 when there is none. */
    static int indexFor(int payloadBytes) {
        long need = (long) payloadBytes + Fragment.HEAD_ROOM + Fragment.BLOCK;
        for (int i = 0; i < SIZES; i++) {
            if (need <= size(i)) {
                return i;
            }
        }
        return -1;
    }

    int index() {
        return index;
    }

    ByteBuffer whole() {
        return whole;
    }

    ByteBuffer aligned() {
        return aligned;
    }
}

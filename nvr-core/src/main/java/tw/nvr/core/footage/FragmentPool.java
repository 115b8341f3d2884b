package tw.nvr.core.footage;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Direct memory for fragments, in few sizes, used again and bounded as a whole. Thread-safe; nothing in it waits. It also
 * is the stall ring of invariant 9: what a slow disk has not written yet simply has not come back.
 */
public final class FragmentPool {
    private static final int SMALLEST = 256 * 1024;
    private static final int LARGEST = 8 * 1024 * 1024;
    private static final int CLASSES = 6;

    private final long limitBytes;
    private final java.util.List<ArrayDeque<ByteBuffer>> free = new java.util.ArrayList<>();
    private final ArrayDeque<Fragment> carriers = new ArrayDeque<>();
    private long allocatedBytes;

    /** @param limitBytes how much direct memory may be allocated at the most */
    public FragmentPool(long limitBytes) {
        this.limitBytes = limitBytes;
        for (int i = 0; i < CLASSES; i++) {
            free.add(new ArrayDeque<>());
        }
    }

    /**
     * An empty fragment with room for at least that many bytes of samples.
     *
     * @return empty when the memory is used up, or the wish is larger than {@link #largestPayload}
     */
    public synchronized Optional<Fragment> take(int payloadBytes) {
        Optional<ByteBuffer> buffer = buffer(payloadBytes);
        if (buffer.isEmpty()) {
            return Optional.empty();
        }
        Fragment f = carriers.poll();
        if (f == null) {
            return Optional.of(new Fragment(buffer.get()));
        }
        f.buffer(buffer.get());
        f.clear();
        return Optional.of(f);
    }

    /**
     * Gives a fragment more room and keeps what is in it.
     *
     * @param moreBytes how many bytes must fit behind the position; the block kept for padding stays beside
     * @return false when that cannot be had; the fragment is as before
     */
    public synchronized boolean grow(Fragment fragment, int moreBytes) {
        ByteBuffer old = fragment.buffer();
        if (old.remaining() >= moreBytes) {
            return true;
        }
        long wish = (long) old.position() - Fragment.HEAD_ROOM + moreBytes;
        if (wish > largestPayload()) {
            return false;
        }
        Optional<ByteBuffer> larger = buffer((int) wish);
        if (larger.isEmpty()) {
            return false;
        }
        int position = old.position();
        ByteBuffer target = larger.get();
        prepare(target);
        target.put(old.duplicate().position(Fragment.HEAD_ROOM).limit(position));
        fragment.buffer(target);
        giveBack(old);
        return true;
    }

    /**
     * Takes a fragment back; the caller forgets it.
     *
     * @throws IllegalStateException when it came back before: two owners would write over each other's footage
     */
    public synchronized void release(Fragment fragment) {
        if (carriers.contains(fragment)) {
            throw new IllegalStateException("a fragment was released twice");
        }
        giveBack(fragment.buffer());
        carriers.push(fragment);
    }

    /** The most bytes of samples that one fragment can hold. */
    public int largestPayload() {
        return LARGEST - Fragment.HEAD_ROOM - Fragment.BLOCK;
    }

    /** Direct memory allocated so far, used or free. */
    public synchronized long allocatedBytes() {
        return allocatedBytes;
    }

    private Optional<ByteBuffer> buffer(int payloadBytes) {
        int index = indexFor(payloadBytes);
        if (index < 0) {
            return Optional.empty();
        }
        for (int i = index; i < CLASSES; i++) {
            ByteBuffer b = free.get(i).poll();
            if (b != null) {
                return Optional.of(b);
            }
        }
        int size = (SMALLEST << index) + Fragment.BLOCK;
        if (allocatedBytes + size > limitBytes) {
            return Optional.empty();
        }
        allocatedBytes += size;
        return Optional.of(ByteBuffer.allocateDirect(size).alignedSlice(Fragment.BLOCK));
    }

    /** Opens a buffer for samples: behind the head room, and never into the room for padding at its end. */
    static void prepare(ByteBuffer buffer) {
        buffer.clear().limit(buffer.capacity() - Fragment.BLOCK).position(Fragment.HEAD_ROOM);
    }

    private static int indexFor(int payloadBytes) {
        long need = (long) payloadBytes + Fragment.HEAD_ROOM + Fragment.BLOCK;
        for (int i = 0; i < CLASSES; i++) {
            if (need <= (long) SMALLEST << i) {
                return i;
            }
        }
        return -1;
    }

    private void giveBack(ByteBuffer buffer) {
        int index = 0;
        while (index < CLASSES - 1 && SMALLEST << index + 1 <= buffer.capacity()) {
            index++;
        }
        free.get(index).push(buffer);
    }
}

package tw.nvr.core.footage;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * Direct memory for fragments, in few sizes, used again and bounded as a whole. Thread-safe; nothing in it waits. It also
 * is the stall ring of invariant 9: what a slow disk has not written yet simply has not come back, more is taken
 * meanwhile, and {@link #trim} gives that back afterwards.
 */
public final class FragmentPool {
    /** A request takes a free block of less than twice its size, rather than a fresh one. */
    private static final int LARGER = 6;

    private final long limitBytes;
    private final BufferMemory memory;
    private final FreeBlocks free = new FreeBlocks();
    private final ArrayDeque<Fragment> carriers = new ArrayDeque<>();
    private int fewestCarriers;
    private long allocatedBytes;

    /** @param limitBytes how much direct memory may be allocated at the most */
    public FragmentPool(long limitBytes) {
        this(limitBytes, BufferMemory.COLLECTED);
    }

    /**
     * A pool that has its memory from there.
     *
     * @param limitBytes how much direct memory may be allocated at the most
     */
    public FragmentPool(long limitBytes, BufferMemory memory) {
        this.limitBytes = limitBytes;
        this.memory = memory;
    }

    /**
     * An empty fragment with room for at least that many bytes of samples.
     *
     * @return empty when the memory is used up, or the wish is larger than {@link #largestPayload}
     */
    public synchronized Optional<Fragment> take(int payloadBytes) {
        FragmentBlock block = block(FragmentBlock.indexFor(payloadBytes));
        if (block == null) {
            return Optional.empty();
        }
        Fragment f = carriers.poll();
        fewestCarriers = Math.min(fewestCarriers, carriers.size());
        if (f == null) {
            return Optional.of(new Fragment(block));
        }
        f.block(block);
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
        // Half as much again at least: growing copies.
        long ample = Math.min(largestPayload(), Math.max(wish, old.capacity() * 3L / 2));
        return move(fragment, FragmentBlock.indexFor((int) ample))
                || move(fragment, FragmentBlock.indexFor((int) wish));
    }

    /**
     * Moves a full fragment to a smaller block, if there is one that saves at least a quarter: for those that are going
     * to wait. When there is no memory for that it stays where it is.
     */
    public synchronized void tighten(Fragment fragment) {
        int index = tightIndex(fragment);
        if (index >= 0 && FragmentBlock.size(index) <= fragment.buffer().capacity() / 4 * 3) {
            move(fragment, index);
        }
    }

    /** Bytes of memory that a full fragment takes when it is {@link #tighten tight}. */
    public static int tightBytes(Fragment fragment) {
        int index = tightIndex(fragment);
        return index < 0 ? fragment.buffer().capacity() : FragmentBlock.size(index);
    }

    private static int tightIndex(Fragment fragment) {
        // The boxes behind the samples take up to a block beside the one that is always kept.
        return FragmentBlock.indexFor(fragment.buffer().position() - Fragment.HEAD_ROOM + Fragment.BLOCK);
    }

    private boolean move(Fragment fragment, int index) {
        FragmentBlock target = block(index);
        if (target == null) {
            return false;
        }
        FragmentBlock old = fragment.block();
        ByteBuffer from = old.aligned();
        int position = from.position();
        fragment.block(target);
        prepare(target.aligned());
        target.aligned().put(from.duplicate().position(Fragment.HEAD_ROOM).limit(position));
        free.add(old);
        return true;
    }

    /**
     * Takes a fragment back; the caller forgets it and its buffer.
     *
     * @throws IllegalStateException when it came back before: two owners would write over each other's footage
     */
    public synchronized void release(Fragment fragment) {
        FragmentBlock block = fragment.block();
        if (block == null) {
            throw new IllegalStateException("a fragment was released twice");
        }
        fragment.block(null);
        free.add(block);
        carriers.push(fragment);
    }

    /** The most bytes of samples that one fragment can hold. */
    public int largestPayload() {
        return FragmentBlock.LARGEST - Fragment.HEAD_ROOM - Fragment.BLOCK;
    }

    /** Direct memory allocated now, used or free. */
    public synchronized long allocatedBytes() {
        return allocatedBytes;
    }

    public long limitBytes() {
        return limitBytes;
    }

    /**
     * Gives back the memory that nobody needed since the last call; called every ten seconds or so. Others do not wait
     * while it is given back.
     */
    public void trim() {
        List<FragmentBlock> idle;
        synchronized (this) {
            idle = free.takeIdle();
            for (int n = fewestCarriers; n > 0; n--) {
                carriers.pollLast();
            }
            fewestCarriers = carriers.size();
        }
        for (FragmentBlock b : idle) {
            memory.free(b.whole());
            synchronized (this) {
                allocatedBytes -= FragmentBlock.allocation(b.index());
            }
        }
    }

    private FragmentBlock block(int index) {
        if (index < 0) {
            return null;
        }
        FragmentBlock near = free.take(index, index + LARGER);
        if (near != null) {
            return near;
        }
        FragmentBlock fresh = allocate(index);
        if (fresh != null) {
            return fresh;
        }
        FragmentBlock any = free.take(index, FragmentBlock.SIZES);
        return any != null ? any : exchange(index);
    }

    private FragmentBlock allocate(int index) {
        int bytes = FragmentBlock.allocation(index);
        if (allocatedBytes + bytes > limitBytes) {
            return null;
        }
        try {
            FragmentBlock b = new FragmentBlock(index, memory.allocate(bytes));
            allocatedBytes += bytes;
            return b;
        } catch (OutOfMemoryError e) {
            return null; // like a pool that is used up: whole groups are dropped, the process goes on
        }
    }

    /** Smaller blocks that are free make room for a larger one. */
    private FragmentBlock exchange(int index) {
        FragmentBlock small = free.takeBelow(index);
        while (small != null) {
            memory.free(small.whole());
            allocatedBytes -= FragmentBlock.allocation(small.index());
            FragmentBlock fresh = allocate(index);
            if (fresh != null) {
                return fresh;
            }
            small = free.takeBelow(index);
        }
        return null;
    }

    /** Opens a buffer for samples: behind the head room, and never into the room for padding at its end. */
    static void prepare(ByteBuffer buffer) {
        buffer.clear().limit(buffer.capacity() - Fragment.BLOCK).position(Fragment.HEAD_ROOM);
    }
}

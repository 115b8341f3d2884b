package tw.nvr.capture.run;

import java.nio.ByteBuffer;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;

/**
 * The fragment that is being filled, and in it the unit that is being laid. Estimates from the fragments before how much
 * room the next one needs, so that growing, which copies, stays rare. For the capture thread.
 */
final class FragmentFiller {
    /** Left free behind the samples for padding. */
    private static final int TAIL = 2 * Fragment.BLOCK;

    private static final int FIRST_ESTIMATE = 200 * 1024;

    private final FragmentPool pool;
    private Fragment fragment;
    private int unitStart = Fragment.HEAD_ROOM;
    private int estimate = FIRST_ESTIMATE;

    FragmentFiller(FragmentPool pool) {
        this.pool = pool;
    }

    /** Room for so many bytes more of the present unit; {@code null} when there is no memory. */
    ByteBuffer room(int bytes) {
        if (fragment == null) {
            fragment = fresh(bytes);
        }
        boolean fits = fragment != null
                && (fragment.buffer().remaining() >= bytes + TAIL || pool.grow(fragment, bytes + TAIL));
        return fits ? fragment.buffer() : null;
    }

    private Fragment fresh(int bytes) {
        unitStart = Fragment.HEAD_ROOM;
        return pool.take(Math.max(estimate, bytes) + TAIL).orElse(null);
    }

    /** Whether there is no fragment, for want of memory or because nothing was laid yet. */
    boolean isMissing() {
        return fragment == null;
    }

    /** Bytes of the present unit so far. */
    int unitBytes() {
        return fragment == null ? 0 : fragment.buffer().position() - unitStart;
    }

    /** The present unit is complete and stays. */
    void keepUnit(boolean damaged) {
        unitStart = fragment.buffer().position();
        if (damaged) {
            fragment.markDamaged();
        }
    }

    /** Forgets what was laid of the present unit. */
    void rewind() {
        if (fragment != null) {
            fragment.buffer().position(unitStart);
        }
    }

    /** Forgets the units before the present one, which moves to the front. */
    void discardBefore() {
        if (fragment != null && unitStart > Fragment.HEAD_ROOM) {
            ByteBuffer buffer = fragment.buffer();
            int size = unitBytes();
            buffer.put(Fragment.HEAD_ROOM, buffer, unitStart, size);
            buffer.position(Fragment.HEAD_ROOM + size);
            unitStart = Fragment.HEAD_ROOM;
        }
    }

    /** Takes out the fragment with the units before the present one, which moves to a fresh fragment if there is memory. */
    Fragment split() {
        Fragment full = fragment;
        ByteBuffer from = full.buffer();
        int at = unitStart;
        int size = unitBytes();
        fragment = fresh(size);
        if (fragment != null) {
            fragment.buffer().put(Fragment.HEAD_ROOM, from, at, size);
            fragment.buffer().position(Fragment.HEAD_ROOM + size);
        }
        from.position(at);
        learn(at - Fragment.HEAD_ROOM + size);
        return full;
    }

    /** Takes out the fragment; {@code null} when there is none. */
    Fragment takeOut() {
        Fragment full = fragment;
        fragment = null;
        return full;
    }

    /**
     * Rises at once and falls slowly, with a sixteenth to spare.
     *
     * @param bytes of the fragment, and of the unit behind it that was laid there before it was known to belong elsewhere
     */
    private void learn(int bytes) {
        int wish = bytes + bytes / 16;
        int next = wish > estimate ? wish : estimate - (estimate - wish) / 16;
        estimate = Math.min(next, pool.largestPayload() - TAIL);
    }
}

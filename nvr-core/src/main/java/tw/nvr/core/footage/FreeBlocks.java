package tw.nvr.core.footage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool's blocks that nobody uses, by size, and how few there were of each: what was never asked for is not needed. Guarded
 * by its pool.
 */
final class FreeBlocks {
    private final List<ArrayDeque<FragmentBlock>> bySize = new ArrayList<>();
    private final int[] fewest = new int[FragmentBlock.SIZES];

    FreeBlocks() {
        for (int i = 0; i < FragmentBlock.SIZES; i++) {
            bySize.add(new ArrayDeque<>());
        }
    }

    /** One of at least the first and at most the last size; {@code null} when there is none. */
    FragmentBlock take(int first, int last) {
        for (int i = first; i <= Math.min(last, FragmentBlock.SIZES - 1); i++) {
            FragmentBlock b = bySize.get(i).poll();
            if (b != null) {
                fewest[i] = Math.min(fewest[i], bySize.get(i).size());
                return b;
            }
        }
        return null;
    }

    void add(FragmentBlock block) {
        bySize.get(block.index()).push(block);
    }

    /** Takes out the largest of those below a size; {@code null} when there is none. */
    FragmentBlock takeBelow(int index) {
        for (int i = index - 1; i >= 0; i--) {
            FragmentBlock b = take(i, i);
            if (b != null) {
                return b;
            }
        }
        return null;
    }

    /** Takes out what lay here all the time since the last call. */
    List<FragmentBlock> takeIdle() {
        List<FragmentBlock> idle = new ArrayList<>();
        for (int i = 0; i < FragmentBlock.SIZES; i++) {
            ArrayDeque<FragmentBlock> blocks = bySize.get(i);
            for (int n = fewest[i]; n > 0; n--) {
                idle.add(blocks.pollLast());
            }
            fewest[i] = blocks.size();
        }
        return idle;
    }
}

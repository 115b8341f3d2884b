package tw.nvr.daemon.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What must hold whatever the input; a claim that does not is a finding. Stateless. */
public final class Claim {
    /** Bytes that a parser may allocate, plus this many for every byte of input; tables of a connection included. */
    private static final long ALLOCATION = 8L << 20;

    private static final long ALLOCATION_PER_BYTE = 2000;

    private Claim() {}

    public static void that(boolean holds, String claim) {
        if (!holds) {
            throw new AssertionError("does not hold: " + claim);
        }
    }

    /** Bytes that this thread has allocated since it began. */
    static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Whether what was allocated since {@code before} is in proportion to the input. */
    static boolean inProportion(long before, int inputBytes) {
        return allocated() - before <= ALLOCATION + ALLOCATION_PER_BYTE * inputBytes;
    }
}

package tw.nvr.daemon.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that has a name. */
final class Await {
    private static final long STEP_NANOS = 50_000_000;

    private Await() {}

    /** Returns when the condition holds; fails with its name when it does not within the time. */
    static void until(String condition, Duration atMost, BooleanSupplier holds) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + atMost.toSeconds() + " s: " + condition);
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}

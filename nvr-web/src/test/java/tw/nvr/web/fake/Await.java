package tw.nvr.web.fake;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread will do, with a name and a deadline. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Await() {}

    /** Returns as soon as the condition holds; fails by its name when it does not in time. */
    public static void until(String name, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + name);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}

package tw.nvr.capture.ffmpeg;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a named condition, with a deadline. */
public final class Patience {
    private static final long SECONDS = 15;

    private Patience() {}

    public static void until(String condition, Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!holds.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + SECONDS + " s in vain until " + condition);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}

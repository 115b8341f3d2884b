package tw.nvr.capture.recorder;

import java.util.Comparator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads {@code connect-1} and so on, where names are looked up and cameras are asked to play. Who failed less often
 * comes first, so that dead cameras do not keep those that live waiting. Thread-safe.
 */
final class ConnectThreads implements AutoCloseable {
    /** From so many failures on all are alike. */
    private static final int ALIKE = 3;

    private final ExecutorService threads;
    private final AtomicLong submitted = new AtomicLong();

    /** One attempt in the queue. */
    private record Turn(Attempt attempt, int failures, long number) implements Runnable, Comparable<Turn> {
        private static final Comparator<Turn> ORDER =
                Comparator.comparingInt(Turn::failures).thenComparingLong(Turn::number);

        @Override
        public void run() {
            attempt.run();
        }

        @Override
        public int compareTo(Turn other) {
            return ORDER.compare(this, other);
        }
    }

    ConnectThreads(int most) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(most, most, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "connect-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs an attempt when a thread is free; after {@link #close} never.
     *
     * @param failures attempts of this camera that failed since one succeeded
     */
    void submit(Attempt attempt, int failures) {
        if (!threads.isShutdown()) {
            threads.execute(new Turn(attempt, Math.min(failures, ALIKE), submitted.incrementAndGet()));
        }
    }

    /** Interrupts what is under way; waits for nothing. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package tw.nvr.capture.recorder;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads {@code connect-1} and so on, where names are looked up and cameras are asked to play. Thread-safe. */
final class ConnectThreads implements AutoCloseable {
    private final ExecutorService threads;

    ConnectThreads(int most) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(most, most, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "connect-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs an attempt when a thread is free; after {@link #close} never. */
    void submit(Attempt attempt) {
        if (!threads.isShutdown()) {
            threads.execute(attempt);
        }
    }

    /** Interrupts what is under way; waits for nothing. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

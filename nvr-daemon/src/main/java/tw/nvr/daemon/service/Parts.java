package tw.nvr.daemon.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.time.Ticker;

/**
 * What was started, in order; stops it in reverse. A part that fails or dawdles does not keep the others from being
 * stopped, and no failure is forgotten. Used by one thread at a time.
 */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Ticker ticker;
    private final Duration budget;
    private final Deque<Part> started = new ArrayDeque<>();

    /** @param budget how long stopping may take in all */
    Parts(Ticker ticker, Duration budget) {
        this.ticker = ticker;
        this.budget = budget;
    }

    /** Remembers something that was started; gives it back. */
    <T extends AutoCloseable> T add(String name, T part) {
        started.push(new Part(name, part));
        return part;
    }

    /**
     * Stops everything, the last started first.
     *
     * @throws IllegalStateException with every failure suppressed in it
     */
    @Override
    public void close() {
        long end = ticker.nanos() + budget.toNanos();
        List<Throwable> failures = new ArrayList<>();
        while (!started.isEmpty()) {
            Part part = started.pop();
            // Every part gets at least a moment, even when those before it have used up the budget.
            long left = Math.max(end - ticker.nanos(), Duration.ofMillis(500).toNanos());
            stop(part, left, failures);
        }
        if (!failures.isEmpty()) {
            IllegalStateException all = new IllegalStateException(failures.size() + " parts did not stop cleanly");
            failures.forEach(all::addSuppressed);
            throw all;
        }
    }

    private static void stop(Part part, long nanos, List<Throwable> failures) {
        Stopping stopping = new Stopping(part);
        Thread thread = new Thread(stopping, "stop-" + part.name);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(Math.max(1, nanos / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(e);
        }
        if (thread.isAlive()) {
            failures.add(new IllegalStateException(part.name + " is still stopping"));
            LOG.error("{} did not stop in time; going on without it", part.name);
        } else if (stopping.failure != null) {
            failures.add(stopping.failure);
            LOG.error("{} did not stop cleanly", part.name, stopping.failure);
        }
    }

    private record Part(String name, AutoCloseable closeable) {}

    private static final class Stopping implements Runnable {
        private final Part part;
        private volatile Throwable failure;

        Stopping(Part part) {
            this.part = part;
        }

        @Override
        public void run() {
            try {
                part.closeable.close();
            } catch (Exception e) {
                failure = e;
            }
        }
    }
}

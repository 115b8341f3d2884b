package tw.nvr.storage.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.time.Ticker;

/**
 * The thread {@code index}, the only writer of {@code footage.db} while the recorder runs. Takes work through a bounded
 * queue that never holds anybody up: what does not fit is counted as lost and found again by recovery. Work that fails is
 * kept and tried again.
 */
public final class IndexThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexThread.class);
    private static final int MOST_WAITING = 4096;
    private static final int BATCH = 256;
    private static final long IDLE_MILLIS = 500;

    private final Connection connection;
    private final Ticker ticker;
    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long progressNanos;
    private final AtomicLong lost = new AtomicLong();

    /** A change of the index. */
    @FunctionalInterface
    public interface Change {
        void apply(Connection c) throws SQLException;
    }

    private record Work(Change change, Runnable committed) {}

    /** Takes the connection over and starts. */
    public IndexThread(Connection connection, Ticker ticker) {
        this.connection = connection;
        this.ticker = ticker;
        this.progressNanos = ticker.nanos();
        this.thread = new Thread(this::run, "index");
        thread.start();
    }

    /**
     * Hands a change over; never waits.
     *
     * @param committed run on this thread once the change is in the index
     * @return false when the queue is full: the change is lost to the index until recovery
     */
    public boolean submit(Change change, Runnable committed) {
        if (queue.offer(new Work(change, committed))) {
            return true;
        }
        lost.incrementAndGet();
        return false;
    }

    /** When it last finished what it was given, or had nothing to do; {@link Ticker} nanoseconds. */
    public long progressNanos() {
        return progressNanos;
    }

    /** Changes that did not fit the queue. */
    public long lost() {
        return lost.get();
    }

    /** Finishes what is in the queue and stops; called by the owner of this thread. */
    @Override
    public void close() {
        stopping = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the index must be closed properly first
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Work> batch = new ArrayList<>();
        while (!stopping || !queue.isEmpty()) {
            try {
                fill(batch);
                if (commit(batch)) {
                    batch.clear();
                    progressNanos = ticker.nanos();
                } else if (stopping) {
                    break;
                }
            } catch (InterruptedException e) {
                LOG.warn("the index thread was interrupted and stops");
                break;
            }
        }
        shut(batch.size() + queue.size());
    }

    /** Waits a little for more; what a failed commit left is tried again together with it. */
    private void fill(List<Work> batch) throws InterruptedException {
        Work next = queue.poll(stopping ? 0 : IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
            batch.add(next);
            queue.drainTo(batch, Math.max(0, BATCH - batch.size()));
        }
    }

    private boolean commit(List<Work> batch) {
        if (batch.isEmpty()) {
            return true;
        }
        try {
            for (Work w : batch) {
                w.change().apply(connection);
            }
            connection.commit();
        } catch (SQLException e) {
            LOG.error("footage.db takes no rows: {}", e.toString());
            rollback();
            return false;
        }
        for (Work w : batch) {
            try {
                w.committed().run();
            } catch (RuntimeException e) {
                LOG.error("after a commit of the index", e);
            }
        }
        return true;
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.error("rolling the index back: {}", e.toString());
        }
    }

    private void shut(int unwritten) {
        if (unwritten > 0) {
            LOG.error("{} rows did not reach footage.db; the next start adds them from the journals", unwritten);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.error("closing footage.db: {}", e.toString());
        }
    }
}

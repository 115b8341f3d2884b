package tw.nvr.storage.records;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.Ticker;

/**
 * The thread {@code records}: the only one that writes {@code records.db}. Callers on any thread hand it a change and wait
 * until that change is on the disk or refused; an answer is always the truth, so waiting does not end at an interrupt.
 * Owned by {@link Records}.
 */
final class RecordsWriter implements Writing, AutoCloseable {
    /** More waiting changes than this mean a disk that stands still: better to refuse than to pile up. */
    private static final int MOST_WAITING = 1_000;

    private static final Duration STOP_BUDGET = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(RecordsWriter.class);
    private static final Task<?> STOP = new Task<>(handle -> null);

    private final RecordsDatabase database;
    private final Ticker ticker;
    private final Thread thread;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile long lastProgressNanos;
    private boolean closed;

    /** Open only on the thread {@code records}; null until the first change and after one that failed. */
    private Handle handle;

    RecordsWriter(RecordsDatabase database, Ticker ticker) {
        this.database = database;
        this.ticker = ticker;
        this.lastProgressNanos = ticker.nanos();
        this.thread = new Thread(this::work, "records");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** What is to be done in one transaction; throwing leaves everything as it was. */
    @FunctionalInterface
    interface Change<T> {
        T apply(Handle handle);
    }

    /**
     * Makes a change and returns when it is on the disk.
     *
     * @throws ProblemException when it is not: the change's own, or {@code records-…} saying why nothing can be written
     */
    @Override
    public <T> T commit(Change<T> change) {
        Task<T> task = new Task<>(change);
        submit(task);
        try {
            return task.answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /**
     * When the thread last finished a change or had nothing to do, on the ticker; the present moment while it has nothing
     * to do. For the watchdog.
     */
    long lastProgressNanos() {
        return unfinished.get() == 0 ? ticker.nanos() : lastProgressNanos;
    }

    /**
     * Finishes what was handed in before and ends the thread.
     *
     * @throws ProblemException {@code records-unavailable} when it does not end in time
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(STOP);
        }
        try {
            thread.join(STOP_BUDGET.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw unavailable("not stopped within " + STOP_BUDGET.toSeconds() + " s")
                    .exception();
        }
    }

    private synchronized void submit(Task<?> task) {
        if (closed) {
            throw stopped().exception();
        }
        if (unfinished.get() >= MOST_WAITING) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "records-busy", file()).exception();
        }
        if (unfinished.getAndIncrement() == 0) {
            lastProgressNanos = ticker.nanos();
        }
        queue.add(task);
    }

    private void work() {
        try {
            for (Task<?> task = queue.take(); task != STOP; task = queue.take()) {
                task.perform(this);
                lastProgressNanos = ticker.nanos();
                unfinished.decrementAndGet();
            }
        } catch (InterruptedException e) {
            LOG.error("The records thread was interrupted and ends; nobody has cause to do that", e);
        } finally {
            refuseTheRest();
            closeHandle();
        }
    }

    /** Nobody waits for a thread that has ended. After a clean stop there is nothing left to refuse. */
    private synchronized void refuseTheRest() {
        closed = true;
        for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
            task.answer.completeExceptionally(stopped().exception());
        }
    }

    /**
     * Begins and ends the transaction in SQLite's own words: the driver's switch of its commit mode loses count when SQLite
     * gives a transaction up by itself, as it does on a full disk. A connection whose transaction failed is closed, which
     * undoes it, and not used again: what it thinks is on the disk may not be (invariant 8).
     */
    private <T> T transaction(Change<T> change) {
        if (handle == null) {
            handle = database.openWriter();
        }
        try {
            handle.execute("BEGIN IMMEDIATE");
            T answer = change.apply(handle);
            handle.execute("COMMIT");
            return answer;
        } catch (RuntimeException e) {
            closeHandle();
            throw e;
        }
    }

    private void closeHandle() {
        Handle last = handle;
        handle = null;
        if (last != null) {
            try {
                last.close();
            } catch (RuntimeException e) {
                LOG.warn("The records database did not close cleanly", e);
            }
        }
    }

    private Problem unavailable(String reason) {
        return Problem.of(ProblemKind.UNAVAILABLE, "records-unavailable", file(), reason);
    }

    private Path file() {
        return database.file();
    }

    private Problem stopped() {
        return Problem.of(ProblemKind.UNAVAILABLE, "records-closed", file());
    }

    /** A change and whoever waits for it. */
    private static final class Task<T> {
        private final Change<T> change;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        Task(Change<T> change) {
            this.change = change;
        }

        void perform(RecordsWriter writer) {
            try {
                answer.complete(writer.transaction(change));
            } catch (RuntimeException e) {
                answer.completeExceptionally(RecordsFailure.ofDatabase(writer.file(), e));
            } catch (Error e) {
                answer.completeExceptionally(writer.unavailable(e.toString()).exception(e));
                throw e;
            }
        }
    }
}

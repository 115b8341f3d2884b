package tw.nvr.capture.ffmpeg;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code audio}: makes AAC of the sound of all cameras that do not send it. Its maker owns it and closes it after the last encoder;
 * it starts with the first piece of work. Thread-safe.
 */
public final class AudioThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AudioThread.class);
    /** Pieces of sound that may wait: a second's worth of sixty cameras at 20 ms apiece. */
    private static final int WAITING = 3_000;

    private static final long STOP_MILLIS = 2_000;

    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final AtomicInteger droppable = new AtomicInteger();
    private Thread thread;
    private boolean stopping;

    /** Takes work that may be refused: {@code false} when too much waits already. */
    boolean offer(Runnable piece) {
        if (droppable.get() >= WAITING) {
            return false;
        }
        droppable.incrementAndGet();
        always(() -> {
            droppable.decrementAndGet();
            piece.run();
        });
        return true;
    }

    /** Takes work that must be done: an encoder's end. After {@link #close} it is done on the caller's thread. */
    void always(Runnable piece) {
        synchronized (this) {
            if (!stopping) {
                if (thread == null) {
                    thread = new Thread(this::run, "audio");
                    thread.setDaemon(true);
                    thread.start();
                }
                work.add(piece);
                return;
            }
        }
        piece.run();
    }

    /** Finishes what waits, then ends the thread. */
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
            ending = thread;
            work.add(() -> {});
        }
        if (ending == null) {
            return;
        }
        try {
            ending.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean done() {
        return stopping && work.isEmpty();
    }

    private void run() {
        while (!done()) {
            try {
                work.take().run();
            } catch (InterruptedException e) {
                LOG.error("the thread audio was interrupted by somebody who does not own it");
                return;
            } catch (RuntimeException e) {
                LOG.error("a piece of sound could not be encoded: {}", e.toString(), e);
            }
        }
    }
}

package tw.nvr.daemon.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread {@code upkeep}: small things that are done again and again and may wait for a database or the network. */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "upkeep");
        t.setDaemon(true);
        return t;
    });

    private final List<Future<?>> turns = new ArrayList<>();

    /** Does something again and again; one that fails is logged and done again all the same. */
    Upkeep every(Duration pause, Runnable work) {
        turns.add(thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.warn("upkeep: {}", e.toString());
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS));
        return this;
    }

    @Override
    public void close() {
        turns.forEach(t -> t.cancel(false));
        thread.shutdownNow();
    }
}

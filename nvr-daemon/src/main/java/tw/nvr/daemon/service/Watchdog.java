package tw.nvr.daemon.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.daemon.systemd.ServiceManager;

/**
 * Tells the service manager that the recorder lives, as long as {@link Vitals} says so; when it stops telling, the manager
 * writes a thread dump and starts the recorder anew. Owns the thread {@code watchdog}.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(15);

    private final ServiceManager manager;
    private final Vitals vitals;
    private final Supplier<String> status;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "watchdog"));

    private ScheduledFuture<?> turns;

    private Watchdog(ServiceManager manager, Vitals vitals, Supplier<String> status) {
        this.manager = manager;
        this.vitals = vitals;
        this.status = status;
    }

    /** Starts to tell, three times as often as the manager wants to hear. */
    static Watchdog start(ServiceManager manager, Vitals vitals, Supplier<String> status) {
        Watchdog made = new Watchdog(manager, vitals, status);
        long every = manager.watchdog()
                .map(d -> d.dividedBy(3))
                .filter(d -> d.compareTo(AT_LEAST_EVERY) < 0)
                .orElse(AT_LEAST_EVERY)
                .toMillis();
        made.turns = made.thread.scheduleAtFixedRate(made::turn, every, every, TimeUnit.MILLISECONDS);
        return made;
    }

    @Override
    public void close() {
        turns.cancel(false);
        thread.shutdownNow();
    }

    private void turn() {
        try {
            List<String> stuck = vitals.stuck();
            if (stuck.isEmpty()) {
                manager.alive();
            } else {
                LOG.error("stuck for more than {} s: {}", Vitals.PATIENCE.toSeconds(), String.join(", ", stuck));
            }
            manager.status(status.get());
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again, and the recorder would be killed for it.
            LOG.error("the watchdog could not look", e);
        }
    }
}

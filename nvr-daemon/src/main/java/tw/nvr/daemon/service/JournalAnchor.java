package tw.nvr.daemon.service;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.camera.CameraId;

/**
 * Anchors the last line of a camera's finished day of journal in the audit chain (S10). Asked on the disk thread, which must
 * not wait for a database: it waits for the thread {@code anchor} two seconds at most, is then refused, and asks again. An
 * event that is written after all stands there twice, which harms nothing.
 */
final class JournalAnchor implements AutoCloseable {
    private static final Actor SELF = Actor.system("storage");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AuditLog audit;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(r -> new Thread(r, "anchor"));

    JournalAnchor(AuditLog audit) {
        this.audit = audit;
    }

    /**
     * Writes the event.
     *
     * @throws IllegalStateException when it is not on disk yet, or could not be written
     */
    void dayClosed(CameraId camera, LocalDate day, String lastHash) {
        Future<?> written = thread.submit(() -> audit.append(
                SELF,
                AuditAction.JOURNAL_ANCHORED,
                "camera:" + camera,
                Map.of("day", day.toString(), "hash", lastHash)));
        try {
            written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("the journal of " + camera + " for " + day + " is not anchored yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}

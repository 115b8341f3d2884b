package tw.nvr.core.audit;

import java.util.List;
import java.util.Map;

/**
 * The audit chain in {@code records.db}. Thread-safe. An append returns only when the event is on disk; when it cannot be
 * written it throws, and what it was to cover must not happen.
 */
public interface AuditLog {
    /**
     * Appends one event that stands for itself. Changes to records do not use this: they commit with their event.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code records-…} saying why it could not be committed
     */
    AuditEvent append(Actor actor, AuditAction action, String subject, Map<String, String> details);

    /** The newest events, newest first. */
    List<AuditEvent> newest(int limit);

    /** Reads the whole chain. */
    AuditChain.Verdict verify();
}

package tw.nvr.storage.records;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditChain;
import tw.nvr.core.audit.AuditEvent;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** The audit chain in {@code records.db}. Thread-safe; appends wait for the writer, readings never do. */
final class StoredAuditLog implements AuditLog {
    private final RecordsDatabase database;
    private final Writing writing;
    private final InstantSource clock;

    StoredAuditLog(RecordsDatabase database, Writing writing, InstantSource clock) {
        this.database = database;
        this.writing = writing;
        this.clock = clock;
    }

    @Override
    public AuditEvent append(Actor actor, AuditAction action, String subject, Map<String, String> details) {
        return writing.commit(h -> AuditTable.append(h, clock.instant(), actor, action, subject, details));
    }

    @Override
    public List<AuditEvent> newest(int limit) {
        try {
            return database.read(h -> AuditTable.newest(h, limit));
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemKind.DAMAGED, "audit-unreadable", database.file())
                    .exception(e);
        }
    }

    @Override
    public AuditChain.Verdict verify() {
        return database.read(AuditTable::verify);
    }
}

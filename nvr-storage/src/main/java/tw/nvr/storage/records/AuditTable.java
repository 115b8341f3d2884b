package tw.nvr.storage.records;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditChain;
import tw.nvr.core.audit.AuditEvent;

/** The statements of the tables {@code audit} and {@code audit_detail}. Stateless. */
final class AuditTable {
    private static final String COLUMNS = "SELECT a.seq, a.at, a.actor_kind, a.actor_name, a.action, a.subject,"
            + " a.previous_hash, a.hash, d.key, d.value";
    private static final String JOIN = " LEFT JOIN audit_detail d ON d.seq = a.seq ";

    /** In the order of the primary key of both tables: rows come as they are read, nothing is sorted or kept. */
    static final String WHOLE_CHAIN = COLUMNS + " FROM audit a" + JOIN + "ORDER BY a.seq";

    private static final String NEWEST = COLUMNS + " FROM (SELECT * FROM audit ORDER BY seq DESC LIMIT :limit) a" + JOIN
            + "ORDER BY a.seq DESC, d.key";

    private AuditTable() {}

    /** Adds the next link of the chain within the caller's transaction. */
    static AuditEvent append(
            Handle handle, Instant at, Actor actor, AuditAction action, String subject, Map<String, String> details) {
        String head = handle.createQuery("SELECT hash FROM audit ORDER BY seq DESC LIMIT 1")
                .mapTo(String.class)
                .findOne()
                .orElse(AuditEvent.GENESIS);
        AuditEvent event = AuditEvent.link(largestEver(handle) + 1, at, actor, action, subject, details, head);
        handle.createUpdate("INSERT INTO audit (seq, at, actor_kind, actor_name, action, subject, previous_hash, hash)"
                        + " VALUES (:seq, :at, :kind, :name, :action, :subject, :previous, :hash)")
                .bind("seq", event.seq())
                .bind("at", event.at().toEpochMilli())
                .bind("kind", actor.kind().wireName())
                .bind("name", actor.name())
                .bind("action", action.wireName())
                .bind("subject", subject)
                .bind("previous", event.previousHash())
                .bind("hash", event.hash())
                .execute();
        insertDetails(handle, event);
        return event;
    }

    /** The newest events, newest first. */
    static List<AuditEvent> newest(Handle handle, int limit) {
        return handle.createQuery(NEWEST).bind("limit", limit).scanResultSet((rows, context) -> {
            List<AuditEvent> events = new ArrayList<>();
            AuditRows found = new AuditRows(rows.get());
            while (found.next()) {
                events.add(found.event());
            }
            return events;
        });
    }

    /**
     * Walks the chain from end to end, one event in memory at a time. A word that no program ever wrote is a fault of
     * content; an end that was cut off is a fault of sequence.
     */
    static AuditChain.Verdict verify(Handle handle) {
        return handle.inTransaction(h -> {
            long promised = largestEver(h);
            return h.createQuery(WHOLE_CHAIN)
                    .scanResultSet((rows, context) -> walk(new AuditRows(rows.get()), promised));
        });
    }

    private static AuditChain.Verdict walk(AuditRows rows, long promised) throws SQLException {
        AuditChain chain = new AuditChain();
        while (rows.next()) {
            Optional<String> fault;
            try {
                fault = chain.accept(rows.event());
            } catch (IllegalArgumentException e) {
                fault = Optional.of("content");
            }
            if (fault.isPresent()) {
                return new AuditChain.Verdict(chain.count(), chain.head(), Optional.of(rows.seq()), fault);
            }
        }
        if (chain.count() < promised) {
            return new AuditChain.Verdict(
                    chain.count(), chain.head(), Optional.of(chain.count() + 1), Optional.of("sequence"));
        }
        return new AuditChain.Verdict(chain.count(), chain.head(), Optional.empty(), Optional.empty());
    }

    /**
     * The largest number ever given. Were it taken from the rows, a chain whose end was cut off would close again with the
     * next event.
     */
    static long largestEver(Handle handle) {
        return handle.createQuery("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private static void insertDetails(Handle handle, AuditEvent event) {
        if (event.details().isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO audit_detail (seq, key, value) VALUES (:seq, :key, :value)");
        event.details()
                .forEach((key, value) -> batch.bind("seq", event.seq())
                        .bind("key", key)
                        .bind("value", value)
                        .add());
        batch.execute();
    }
}

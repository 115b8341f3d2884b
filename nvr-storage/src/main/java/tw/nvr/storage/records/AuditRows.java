package tw.nvr.storage.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditEvent;

/**
 * Puts events together from rows of {@code audit} joined with {@code audit_detail}: an event has as many rows as details,
 * or one. Not thread-safe; lives as long as its result set.
 */
final class AuditRows {
    private final ResultSet rows;
    private final Map<String, String> details = new HashMap<>();
    private boolean rowWaiting;
    private long seq;
    private long at;
    private String actorKind = "";
    private String actorName = "";
    private String action = "";
    private String subject = "";
    private String previousHash = "";
    private String hash = "";

    AuditRows(ResultSet rows) throws SQLException {
        this.rows = rows;
        this.rowWaiting = rows.next();
    }

    /** Goes to the next event; false when there is none. */
    boolean next() throws SQLException {
        if (!rowWaiting) {
            return false;
        }
        seq = rows.getLong("seq");
        at = rows.getLong("at");
        actorKind = rows.getString("actor_kind");
        actorName = rows.getString("actor_name");
        action = rows.getString("action");
        subject = rows.getString("subject");
        previousHash = rows.getString("previous_hash");
        hash = rows.getString("hash");
        details.clear();
        do {
            String key = rows.getString("key");
            if (key != null) {
                details.put(key, rows.getString("value"));
            }
            rowWaiting = rows.next();
        } while (rowWaiting && rows.getLong("seq") == seq);
        return true;
    }

    /** Number of the present event. */
    long seq() {
        return seq;
    }

    /**
     * The present event as it stands in the table.
     *
     * @throws IllegalArgumentException when it holds a word that no program wrote
     */
    AuditEvent event() {
        Actor actor = new Actor(Actor.Kind.ofWireName(actorKind), actorName);
        return new AuditEvent(
                seq,
                Instant.ofEpochMilli(at),
                actor,
                AuditAction.ofWireName(action),
                subject,
                details,
                previousHash,
                hash);
    }
}

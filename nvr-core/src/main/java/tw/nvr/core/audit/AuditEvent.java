package tw.nvr.core.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * One link of the audit chain (S10, invariant 7). Immutable.
 *
 * <p>{@code hash} = SHA-256 over the UTF-8 lines {@code previousHash}, {@code seq}, {@code at} (epoch
 * milliseconds), actor kind, actor name, action, subject, and for every detail in order of its key {@code key=value},
 * backslash and equals sign in the key escaped before; in each line backslash, line feed and carriage return are
 * escaped, so that no two events have the same lines.
 *
 * @param seq 1, 2, 3 … without a hole
 * @param at when, to the millisecond
 * @param subject what it was done to, for example {@code camera:front-gate}; may be empty
 * @param details further facts; never secrets, never personal data beyond what the action needs
 * @param previousHash hash of the event before, {@link #GENESIS} for the first
 */
public record AuditEvent(
        long seq,
        Instant at,
        Actor actor,
        AuditAction action,
        String subject,
        Map<String, String> details,
        String previousHash,
        String hash) {
    /** What stands before the first event: 64 zeros. */
    public static final String GENESIS = "0".repeat(64);

    public AuditEvent {
        details = Map.copyOf(details);
    }

    /** The next link after {@code previousHash}. */
    public static AuditEvent link(
            long seq,
            Instant at,
            Actor actor,
            AuditAction action,
            String subject,
            Map<String, String> details,
            String previousHash) {
        Instant toMillis = Instant.ofEpochMilli(at.toEpochMilli());
        String hash = hash(seq, toMillis, actor, action, subject, details, previousHash);
        return new AuditEvent(seq, toMillis, actor, action, subject, details, previousHash, hash);
    }

    /** Whether the hash fits the content. */
    public boolean isIntact() {
        return hash.equals(hash(seq, at, actor, action, subject, details, previousHash));
    }

    private static String hash(
            long seq,
            Instant at,
            Actor actor,
            AuditAction action,
            String subject,
            Map<String, String> details,
            String previousHash) {
        StringBuilder lines = new StringBuilder(256);
        line(lines, previousHash);
        line(lines, Long.toString(seq));
        line(lines, Long.toString(at.toEpochMilli()));
        line(lines, actor.kind().wireName());
        line(lines, actor.name());
        line(lines, action.wireName());
        line(lines, subject);
        new TreeMap<>(details)
                .forEach((k, v) -> line(lines, k.replace("\\", "\\\\").replace("=", "\\e") + "=" + v));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(lines.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void line(StringBuilder to, String field) {
        to.append(field.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n');
    }
}

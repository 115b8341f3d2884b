package tw.nvr.core.audit;

import java.util.Optional;

/**
 * Walks the audit chain and says where it breaks. Feed it every event in order. Not thread-safe; one per verification.
 */
public final class AuditChain {
    private long count;
    private String head = AuditEvent.GENESIS;

    /**
     * Takes the next event.
     *
     * @return what is wrong with it, in a word ({@code sequence}, {@code link}, {@code content}); empty when it fits
     */
    public Optional<String> accept(AuditEvent event) {
        if (event.seq() != count + 1) {
            return Optional.of("sequence");
        }
        if (!event.previousHash().equals(head)) {
            return Optional.of("link");
        }
        if (!event.isIntact()) {
            return Optional.of("content");
        }
        count++;
        head = event.hash();
        return Optional.empty();
    }

    /** How many events fitted. */
    public long count() {
        return count;
    }

    /** Hash of the last event that fitted. */
    public String head() {
        return head;
    }

    /**
     * What a verification found.
     *
     * @param events how many fitted
     * @param head hash of the last that fitted
     * @param brokenAt the first that did not; empty when all did
     * @param fault {@code sequence}, {@code link} or {@code content}; empty when all fitted
     */
    public record Verdict(long events, String head, Optional<Long> brokenAt, Optional<String> fault) {
        public boolean intact() {
            return brokenAt.isEmpty();
        }
    }
}

package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import tw.nvr.core.audit.AuditChain;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.problem.Texts;

/**
 * The verdict on the audit chain, taken anew when the last one is older than ten minutes: it reads the whole chain, and
 * pages are opened more often than that. Thread-safe.
 */
final class ChainCheck {
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final AuditLog audit;
    private final InstantSource clock;
    private Verified last;

    /** What was found, and when. */
    record Verified(AuditChain.Verdict verdict, Instant at) {
        Said said(Texts texts) {
            return verdict.intact()
                    ? Said.good(texts.get("audit.intact"))
                    : Said.serious(texts.get("audit.broken", verdict.brokenAt().orElse(0L)));
        }
    }

    ChainCheck(AuditLog audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    synchronized Verified verified() {
        Instant now = clock.instant();
        if (last == null || Duration.between(last.at, now).abs().compareTo(FRESH) > 0) {
            last = new Verified(audit.verify(), now);
        }
        return last;
    }
}

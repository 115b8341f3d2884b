package tw.nvr.daemon.health;

import java.time.Duration;
import java.util.Optional;
import tw.nvr.core.audit.AuditChain;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.time.Ticker;

/** Looks whether the audit chain is whole; walks all of it, so at most every ten minutes. Thread-safe. */
final class AuditCheck {
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final AuditLog audit;
    private final Ticker ticker;
    private Optional<AuditChain.Verdict> verdict = Optional.empty();
    private long walkedNanos;

    AuditCheck(AuditLog audit, Ticker ticker) {
        this.audit = audit;
        this.ticker = ticker;
    }

    void look(Looked looked) {
        AuditChain.Verdict found;
        try {
            found = verdict();
        } catch (ProblemException e) {
            looked.wrong("audit", HealthStatus.CRITICAL, "audit", e.problem());
            return;
        }
        if (found.intact()) {
            looked.well("audit", "audit", "good", found.events());
        } else {
            looked.wrong(
                    "audit",
                    HealthStatus.CRITICAL,
                    "audit",
                    "broken",
                    found.brokenAt().orElse(0L));
        }
    }

    private synchronized AuditChain.Verdict verdict() {
        long now = ticker.nanos();
        if (verdict.isEmpty() || now - walkedNanos > FRESH.toNanos()) {
            verdict = Optional.of(audit.verify());
            walkedNanos = now;
        }
        return verdict.get();
    }
}

package tw.nvr.core.health;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * All findings of one moment. Immutable.
 *
 * @param at when they were made
 * @param findings the worst first
 */
public record HealthReport(Instant at, List<Finding> findings) {
    public HealthReport {
        findings = List.copyOf(findings);
    }

    public HealthStatus status() {
        return HealthStatus.worst(findings.stream().map(Finding::status).toList());
    }

    /** Makes the report, in a language. Implemented by the composition root. Thread-safe; takes at most a second. */
    @FunctionalInterface
    public interface Source {
        HealthReport report(Locale locale);
    }
}

package tw.nvr.core.health;

import java.util.Collection;
import java.util.List;

/** How well something is, in the four words and exit codes of monitoring systems. */
public enum HealthStatus {
    OK(0),
    WARNING(1),
    CRITICAL(2),
    UNKNOWN(3);

    private static final List<HealthStatus> WORST_FIRST = List.of(CRITICAL, WARNING, UNKNOWN, OK);

    private final int exitCode;

    HealthStatus(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** The worst of them: critical before warning before unknown before well. Nothing looked at is unknown. */
    public static HealthStatus worst(Collection<HealthStatus> all) {
        return WORST_FIRST.stream().filter(all::contains).findFirst().orElse(UNKNOWN);
    }
}

package tw.nvr.daemon.health;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tw.nvr.core.health.Finding;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.RocDate;

/**
 * Collects findings in one language. The words of a finding {@code key} stand under {@code health.<key>.expected},
 * {@code health.<key>.<figure>} and {@code health.<key>.remedy}. Not thread-safe; one per report.
 */
final class Looked {
    private static final List<HealthStatus> WORST_FIRST =
            List.of(HealthStatus.CRITICAL, HealthStatus.WARNING, HealthStatus.UNKNOWN, HealthStatus.OK);

    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Texts texts;
    private final List<Finding> findings = new ArrayList<>();

    Looked(Texts texts) {
        this.texts = texts;
    }

    /** All is well there. */
    void well(String name, String key, String figure, Object... arguments) {
        add(name, HealthStatus.OK, key, text(key, figure, arguments), "");
    }

    /** Something is wrong there; the remedy's words get the same arguments as the figure's. */
    void wrong(String name, HealthStatus status, String key, String figure, Object... arguments) {
        add(name, status, key, text(key, figure, arguments), text(key, "remedy", arguments));
    }

    /** Something is wrong there, in the words of a problem. */
    void wrong(String name, HealthStatus status, String key, Problem problem) {
        findings.add(new Finding(
                name,
                status,
                texts.what(problem),
                Optional.of(texts.expected(problem)).filter(s -> !s.isBlank()).orElseGet(() -> text(key, "expected")),
                texts.remedy(problem)));
    }

    /** The words of one part of a finding. */
    String text(String key, String part, Object... arguments) {
        return texts.get("health." + key + "." + part, arguments);
    }

    /** A moment as people of that language write it. */
    String time(Instant at, ZoneId zone) {
        LocalDateTime local = at.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.SECONDS);
        return texts.locale().equals(Texts.ZH_TW) ? RocDate.full(local) : ENGLISH.format(local);
    }

    /** The worst first, otherwise as they were found. */
    List<Finding> findings() {
        return findings.stream()
                .sorted(Comparator.comparingInt(f -> WORST_FIRST.indexOf(f.status())))
                .toList();
    }

    private void add(String name, HealthStatus status, String key, String figure, String remedy) {
        findings.add(new Finding(name, status, figure, text(key, "expected"), remedy));
    }
}

package tw.nvr.daemon.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.RocDate;

/** A moment as a person types it. Stateless. */
final class TimeWord {
    private TimeWord() {}

    /**
     * Reads ISO 8601 with an offset; or a date (2026-11-20, 115/11/20), with a time of day or without, in the configured
     * zone.
     *
     * @param end whether a date alone means the end of that day
     * @throws tw.nvr.core.problem.ProblemException {@code usage-time}
     */
    static Instant read(String text, ZoneId zone, boolean end) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return local(text.strip(), zone, end)
                    .orElseThrow(() ->
                            Problem.of(ProblemKind.USAGE, "usage-time", text).exception(e));
        }
    }

    private static Optional<Instant> local(String text, ZoneId zone, boolean end) {
        String[] parts = text.split("[T ]", 2);
        Optional<LocalDate> day = RocDate.parse(parts[0]);
        if (parts.length == 1) {
            return day.map(d -> (end ? d.plusDays(1) : d).atStartOfDay(zone).toInstant());
        }
        Optional<LocalTime> time = RocDate.parseTime(parts[1]);
        return day.flatMap(
                d -> time.map(t -> LocalDateTime.of(d, t).atZone(zone).toInstant()));
    }
}

package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tw.nvr.core.time.TimeRange;

/** How much time the time line shows. */
public enum Zoom {
    MONTH,
    WEEK,
    DAY,
    HOUR,
    MINUTE;

    /** The one of that name; the day for any other. */
    static Zoom of(String name) {
        for (Zoom z : values()) {
            if (z.wireName().equals(name)) {
                return z;
            }
        }
        return DAY;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The calendar month, week (from Sunday), day, hour or minute that holds an instant. */
    TimeRange around(Instant at, Dates dates) {
        LocalDate day = dates.dayOf(at);
        return switch (this) {
            case MONTH -> days(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1), dates);
            case WEEK -> {
                LocalDate sunday = day.minusDays(day.getDayOfWeek().getValue() % 7L);
                yield days(sunday, sunday.plusDays(7), dates);
            }
            case DAY -> TimeRange.day(day, dates.zone());
            case HOUR -> from(dates.at(at).truncatedTo(ChronoUnit.HOURS).toInstant(), Duration.ofHours(1));
            case MINUTE -> from(dates.at(at).truncatedTo(ChronoUnit.MINUTES).toInstant(), Duration.ofMinutes(1));
        };
    }

    private static TimeRange days(LocalDate from, LocalDate to, Dates dates) {
        return new TimeRange(
                from.atStartOfDay(dates.zone()).toInstant(),
                to.atStartOfDay(dates.zone()).toInstant());
    }

    private static TimeRange from(Instant start, Duration length) {
        return new TimeRange(start, start.plus(length));
    }
}

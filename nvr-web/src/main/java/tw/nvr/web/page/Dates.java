package tw.nvr.web.page;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.RocDate;

/**
 * Dates and times as the reader writes them: ROC years in Chinese, ISO 8601 in English, 24 hours, in the institution's
 * zone. Immutable.
 */
public record Dates(Texts texts, ZoneId zone) {
    private boolean chinese() {
        return texts.locale().getLanguage().equals(Texts.ZH_TW.getLanguage());
    }

    public ZonedDateTime at(Instant t) {
        return t.atZone(zone);
    }

    public LocalDate dayOf(Instant t) {
        return at(t).toLocalDate();
    }

    /** 民國115年11月20日 08:30:05. */
    public String full(Instant t) {
        return day(dayOf(t)) + " " + time(t);
    }

    /** 民國115年11月20日. */
    public String day(LocalDate day) {
        return chinese() ? RocDate.full(day) : day.toString();
    }

    /** 115年11月20日. */
    public String shortDay(LocalDate day) {
        return chinese() ? RocDate.shortForm(day) : day.toString();
    }

    /** 115/11/20, as it is typed into a field. */
    public String typed(LocalDate day) {
        return chinese() ? RocDate.typed(day) : day.toString();
    }

    /** 民國115年11月, or 2026-11. */
    public String month(LocalDate day) {
        return chinese() ? RocDate.month(day) : day.toString().substring(0, 7);
    }

    public String weekday(LocalDate day) {
        return texts.get("weekday." + day.getDayOfWeek().getValue());
    }

    /** 08:30:05. */
    public String time(Instant t) {
        return RocDate.time(at(t).toLocalTime());
    }

    /** 08:30. */
    public String minute(Instant t) {
        LocalTime time = at(t).toLocalTime();
        return RocDate.time(time).substring(0, 5);
    }

    /** 今天 06:12:40, 昨天 …, or with the date. */
    public String moment(Instant t, Instant now) {
        long days = ChronoUnit.DAYS.between(dayOf(t), dayOf(now));
        if (days == 0) {
            return texts.get("moment.today", time(t));
        }
        return days == 1 ? texts.get("moment.yesterday", time(t)) : shortDay(dayOf(t)) + " " + time(t);
    }

    /** 06:12:40 of today, 昨天 06:12:40, or with the date: for narrow columns. */
    public String brief(Instant t, Instant now) {
        return dayOf(t).equals(dayOf(now)) ? time(t) : moment(t, now);
    }

    /** ISO 8601 with offset, for {@code datetime} attributes and addresses. */
    public String iso(Instant t) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at(t.truncatedTo(ChronoUnit.SECONDS)));
    }
}

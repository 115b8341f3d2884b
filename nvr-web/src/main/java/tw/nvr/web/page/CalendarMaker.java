package tw.nvr.web.page;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.TimeRange;

/** Makes the calendar of 回放 for the main camera. Immutable. */
final class CalendarMaker {
    private final Facts facts;
    private final DayMarks marks;
    private final Frame frame;
    private final CameraId main;
    private final List<CameraId> with;
    private final Instant at;

    CalendarMaker(Facts facts, DayMarks marks, Frame frame, CameraId main, List<CameraId> with, Instant at) {
        this.facts = facts;
        this.marks = marks;
        this.frame = frame;
        this.main = main;
        this.with = with;
        this.at = at;
    }

    CalendarMonth month() {
        Dates dates = frame.dates();
        LocalDate first = dates.dayOf(at).withDayOfMonth(1);
        Optional<TimeRange> extent = facts.extent(main);
        boolean earlier =
                extent.filter(r -> dates.dayOf(r.start()).isBefore(first)).isPresent();
        LocalDate next = first.plusMonths(1);
        boolean later = !next.isAfter(dates.dayOf(frame.now()));
        return new CalendarMonth(
                dates.month(first),
                weeks(first, extent),
                earlier ? link(first.minusDays(1)) : "",
                frame.t("calendar.month", first.minusMonths(1).getMonthValue()),
                later ? link(next) : "",
                frame.t("calendar.month", next.getMonthValue()),
                extent.map(r -> frame.t(
                                "calendar.oldest",
                                dates.shortDay(dates.dayOf(r.start())) + " " + dates.minute(r.start())))
                        .orElse(frame.t("calendar.empty")));
    }

    private List<List<CalendarMonth.Day>> weeks(LocalDate first, Optional<TimeRange> extent) {
        List<List<CalendarMonth.Day>> weeks = new ArrayList<>();
        LocalDate day = first.minusDays(first.getDayOfWeek().getValue() % 7L);
        while (day.isBefore(first.plusMonths(1))) {
            List<CalendarMonth.Day> week = new ArrayList<>();
            for (int i = 0; i < 7; i++, day = day.plusDays(1)) {
                week.add(day.getMonth() == first.getMonth() ? day(day, extent) : null);
            }
            weeks.add(week);
        }
        return weeks;
    }

    private CalendarMonth.Day day(LocalDate day, Optional<TimeRange> extent) {
        Dates dates = frame.dates();
        LocalDate today = dates.dayOf(frame.now());
        boolean possible = !day.isAfter(today)
                && extent.filter(r -> !day.isBefore(dates.dayOf(r.start()))).isPresent();
        DayMarks.Marks m = possible ? marks.of(main, day, dates) : new DayMarks.Marks(false, false);
        boolean something = m.footage() || m.gap();
        return new CalendarMonth.Day(
                day.getDayOfMonth(),
                something ? link(day) : "",
                words(frame.texts(), day, m, today),
                m.footage(),
                m.gap(),
                day.equals(dates.dayOf(at)),
                day.equals(today));
    }

    private static String words(Texts texts, LocalDate day, DayMarks.Marks m, LocalDate today) {
        if (m.footage()) {
            return texts.get(m.gap() ? "calendar.footage-gap" : "calendar.footage");
        }
        if (m.gap()) {
            return texts.get("calendar.gap");
        }
        return texts.get(day.isAfter(today) ? "calendar.not-yet" : "calendar.nothing");
    }

    /** The same time of another day, which is what a person who compares days wants. */
    private String link(LocalDate day) {
        Instant same = day.atTime(frame.dates().at(at).toLocalTime())
                .atZone(frame.dates().zone())
                .toInstant();
        return Links.playback(main, with, same, Optional.empty(), frame.dates());
    }
}

package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import tw.nvr.core.time.TimeRange;

/**
 * The time line: ticks above, one lane per camera, the playhead through all of them. Immutable.
 *
 * @param heading what it shows, in words
 * @param from start, epoch milliseconds
 * @param to end, epoch milliseconds
 * @param playhead where the moment lies, in percent
 * @param clock the moment as its label says it
 */
public record Timeline(
        String heading, long from, long to, String playhead, String clock, List<Tick> ticks, List<Lane> lanes) {
    /** Labels nearer than this to the playhead's own give way to it, in percent. */
    private static final double ROOM_FOR_CLOCK = 4;

    /** One mark of the axis. {@code fine} ones are dropped where it is narrow; {@code label} may be empty. */
    public record Tick(String x, String label, String anchor, boolean fine) {}

    /** One camera. */
    public record Lane(String id, String name, Strip strip) {}

    public Timeline {
        ticks = List.copyOf(ticks);
        lanes = List.copyOf(lanes);
    }

    static Timeline of(Zoom zoom, Instant at, Dates dates, List<Lane> lanes) {
        TimeRange range = zoom.around(at, dates);
        double head = Strip.percent(range, at);
        return new Timeline(
                heading(zoom, range, dates),
                range.start().toEpochMilli(),
                range.end().toEpochMilli(),
                Strip.percentText(head),
                zoom == Zoom.DAY ? dates.minute(at) : dates.time(at),
                ticks(zoom, range, head, dates),
                lanes);
    }

    private static String heading(Zoom zoom, TimeRange range, Dates dates) {
        LocalDate day = dates.dayOf(range.start());
        return switch (zoom) {
            case MONTH -> dates.texts().get("timeline.month", dates.month(day));
            case WEEK -> dates.texts().get("timeline.week", dates.shortDay(day));
            case DAY -> dates.texts().get("timeline.day", dates.shortDay(day));
            case HOUR, MINUTE ->
                dates.texts()
                        .get(
                                "timeline.part",
                                dates.shortDay(day),
                                dates.minute(range.start()),
                                dates.minute(range.end()));
        };
    }

    private static List<Tick> ticks(Zoom zoom, TimeRange range, double head, Dates dates) {
        List<Tick> ticks = new ArrayList<>();
        int number = 0;
        for (ZonedDateTime t = dates.at(range.start()); !t.toInstant().isAfter(range.end()); t = next(zoom, t)) {
            double x = Strip.percent(range, t.toInstant());
            boolean last = t.toInstant().equals(range.end());
            boolean covered = Math.abs(x - head) < ROOM_FOR_CLOCK && number > 0 && !last;
            String anchor = number == 0 ? "start" : last ? "end" : "middle";
            ticks.add(new Tick(
                    Strip.percentText(x), covered ? "" : label(zoom, t, last, dates), anchor, fine(zoom, t, last)));
            number++;
        }
        return ticks;
    }

    private static ZonedDateTime next(Zoom zoom, ZonedDateTime t) {
        return switch (zoom) {
            case MONTH, WEEK -> t.plusDays(1);
            case DAY -> t.plusHours(2);
            case HOUR -> t.plus(Duration.ofMinutes(5));
            case MINUTE -> t.plus(Duration.ofSeconds(5));
        };
    }

    private static String label(Zoom zoom, ZonedDateTime t, boolean last, Dates dates) {
        return switch (zoom) {
            case MONTH -> last || t.getDayOfMonth() % 5 != 1 ? "" : t.getMonthValue() + "/" + t.getDayOfMonth();
            case WEEK -> last ? "" : t.getMonthValue() + "/" + t.getDayOfMonth();
            case DAY -> last ? "24:00" : dates.minute(t.toInstant());
            case HOUR -> t.getMinute() % 10 == 0 ? dates.minute(t.toInstant()) : "";
            case MINUTE -> t.getSecond() % 10 == 0 ? dates.time(t.toInstant()) : "";
        };
    }

    private static boolean fine(Zoom zoom, ZonedDateTime t, boolean last) {
        return switch (zoom) {
            case MONTH -> t.getDayOfMonth() % 10 != 1;
            case WEEK -> false;
            case DAY -> !last && t.getHour() % 6 != 0;
            case HOUR -> t.getMinute() % 30 != 0;
            case MINUTE -> t.getSecond() % 30 != 0;
        };
    }
}

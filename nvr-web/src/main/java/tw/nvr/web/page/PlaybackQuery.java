package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.RocDate;
import tw.nvr.core.time.TimeRange;
import tw.nvr.web.http.Ask;

/**
 * What the form of 回放 asks for, as typed and as understood. Immutable.
 *
 * @param main the camera of the large picture; empty when none can be played or the one asked for is not known
 * @param with cameras in step with it
 * @param date as typed
 * @param time as typed
 * @param at the moment meant, as far as it was understood; otherwise now
 * @param zoom how much of the time line to show
 * @param purpose chosen purpose, or the first
 * @param faults what was wrong, by field, in words
 */
record PlaybackQuery(
        Optional<Camera> main,
        List<Camera> with,
        String date,
        String time,
        Instant at,
        Zoom zoom,
        Purpose purpose,
        boolean allGaps,
        Map<String, String> faults) {
    /** Main picture and three beside it. */
    static final int MOST_WITH = 3;

    /** Footage is looked at a little before now: the last seconds are still on their way to the disk. */
    private static final Duration BEHIND = Duration.ofSeconds(20);

    /** A twenty-fourth of the day's line. */
    private static final Duration LITTLE = Duration.ofHours(1);

    static PlaybackQuery read(Ask ask, Facts facts, Dates dates) {
        return new Reader(ask, facts, dates).read();
    }

    /** Reads the fields one by one and collects every fault. */
    private static final class Reader {
        private final Ask ask;
        private final Facts facts;
        private final Dates dates;
        private final Texts texts;
        private final List<Camera> playable;
        private final Map<String, String> faults = new LinkedHashMap<>();

        Reader(Ask ask, Facts facts, Dates dates) {
            this.ask = ask;
            this.facts = facts;
            this.dates = dates;
            this.texts = dates.texts();
            this.playable = facts.playable();
        }

        PlaybackQuery read() {
            Optional<Camera> main = main();
            List<Camera> with = with(main);
            Instant start = main.map(this::newest).orElse(facts.now());
            String date = ask.parameter("date").filter(s -> !s.isBlank()).orElse(dates.typed(dates.dayOf(start)));
            boolean otherDay = RocDate.parse(date)
                    .filter(d -> !d.equals(dates.dayOf(start)))
                    .isPresent();
            String time = ask.parameter("time")
                    .filter(s -> !s.isBlank())
                    .orElseGet(() -> otherDay ? "00:00:00" : dates.time(start));
            Optional<LocalDate> day = day(date);
            Optional<LocalTime> clock = clock(time);
            Instant at = day.isPresent() && clock.isPresent()
                    ? day.get().atTime(clock.get()).atZone(dates.zone()).toInstant()
                    : start;
            return new PlaybackQuery(
                    main,
                    with,
                    ask.parameter("date").isEmpty()
                            ? date
                            : day.map(dates::typed).orElse(date),
                    clock.map(RocDate::time).orElse(time),
                    at,
                    ask.parameter("zoom").map(Zoom::of).orElseGet(() -> suitable(main)),
                    purpose(),
                    ask.parameter("gaps").filter("all"::equals).isPresent(),
                    faults);
        }

        private Optional<Camera> main() {
            Optional<String> wanted = ask.parameter("camera").filter(s -> !s.isBlank());
            if (wanted.isEmpty()) {
                return playable.stream().findFirst();
            }
            Optional<Camera> found = find(wanted.get());
            if (found.isEmpty()) {
                faults.put("camera", texts.get("fault.camera", wanted.get()));
            }
            return found;
        }

        private List<Camera> with(Optional<Camera> main) {
            List<Camera> with = new ArrayList<>();
            for (String id : ask.all("with")) {
                Optional<Camera> found = find(id);
                boolean again = found.isPresent() && (found.equals(main) || with.contains(found.get()));
                if (!again) {
                    found.ifPresent(with::add);
                }
            }
            if (with.size() > MOST_WITH) {
                faults.put("with", texts.get("fault.with", MOST_WITH, with.size()));
            }
            return with;
        }

        private Optional<Camera> find(String id) {
            return playable.stream().filter(c -> c.id().value().equals(id)).findFirst();
        }

        /** Where to look when nothing was asked: a little before the newest footage, never before the oldest. */
        private Instant newest(Camera camera) {
            Optional<TimeRange> extent = facts.extent(camera.id());
            return extent.map(r -> {
                        Instant end = r.end().isBefore(facts.now()) ? r.end() : facts.now();
                        Instant at = end.minus(BEHIND);
                        return at.isBefore(r.start()) ? r.start() : at;
                    })
                    .orElse(facts.now());
        }

        /** The day; the hour while there is so little footage that it could not be seen in a day's line. */
        private Zoom suitable(Optional<Camera> main) {
            return main.flatMap(c -> facts.extent(c.id()))
                    .filter(r -> Duration.between(r.start(), r.end()).compareTo(LITTLE) < 0)
                    .map(r -> Zoom.HOUR)
                    .orElse(Zoom.DAY);
        }

        private Optional<LocalDate> day(String typed) {
            Optional<LocalDate> day = RocDate.parse(typed);
            LocalDate today = dates.dayOf(facts.now());
            if (day.isEmpty()) {
                faults.put("date", texts.get("fault.date", dates.typed(today), today.toString()));
            } else if (day.get().isAfter(today)) {
                faults.put("date", texts.get("fault.date-future", dates.typed(today)));
            }
            return day;
        }

        private Optional<LocalTime> clock(String typed) {
            Optional<LocalTime> clock = RocDate.parseTime(typed);
            if (clock.isEmpty()) {
                faults.put("time", texts.get("fault.time"));
            }
            return clock;
        }

        private Purpose purpose() {
            String wanted = ask.parameter("purpose").orElse("");
            return Purpose.forPlayback().stream()
                    .filter(p -> p.wireName().equals(wanted))
                    .findFirst()
                    .orElse(Purpose.INSPECT);
        }
    }
}

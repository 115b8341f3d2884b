package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.time.TimeRange;

/**
 * Which days have footage and gaps. Days that are over are remembered for a few minutes: a calendar asks for thirty of
 * them at every turn of a page. Thread-safe; bounded.
 */
final class DayMarks {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final int MOST = 2000;

    private final Facts facts;
    private final Map<Key, Marked> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Marked> eldest) {
            return size() > MOST;
        }
    };

    private record Key(CameraId camera, LocalDate day) {}

    private record Marked(Marks marks, Instant at) {}

    /** What a day holds. */
    record Marks(boolean footage, boolean gap) {}

    DayMarks(Facts facts) {
        this.facts = facts;
    }

    Marks of(CameraId camera, LocalDate day, Dates dates) {
        Instant now = facts.now();
        Key key = new Key(camera, day);
        synchronized (known) {
            Marked m = known.get(key);
            if (m != null && Duration.between(m.at, now).abs().compareTo(FRESH) < 0) {
                return m.marks;
            }
        }
        TimeRange range = TimeRange.day(day, dates.zone());
        Coverage coverage = facts.coverage(camera, range);
        boolean gap = coverage.spans().stream().anyMatch(s -> s.kind() == Coverage.Kind.GAP);
        Marks marks = new Marks(!coverage.recorded().isZero(), gap);
        if (range.end().isBefore(now)) {
            synchronized (known) {
                known.put(key, new Marked(marks, now));
            }
        }
        return marks;
    }
}

package tw.nvr.web.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.time.TimeRange;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.Ask;
import tw.nvr.web.http.Json;

/**
 * The timeline as JSON: what is recorded from when to when, and which days have footage. Thread-safe; works for one asker at
 * a time, because a month of segments fills some megabytes and the recorder needs the memory.
 */
final class CoveragePages {
    private final CameraRegister cameras;
    private final FootageLibrary footage;
    private final InstantSource clock;
    private final ZoneId zone;

    CoveragePages(CameraRegister cameras, FootageLibrary footage, InstantSource clock, ZoneId zone) {
        this.cameras = cameras;
        this.footage = footage;
        this.clock = clock;
        this.zone = zone;
    }

    /** {@code GET /api/coverage?camera=a&camera=b&from=&to=}. */
    synchronized Answer coverage(Ask ask) {
        Set<CameraId> asked = Questions.cameras(ask);
        TimeRange range = Questions.range(ask);
        Json json = new Json()
                .object()
                .name("now")
                .value(clock.instant())
                .name("cameras")
                .array();
        for (CameraId camera : asked) {
            json.object().name("id").value(camera.value()).name("name").value(name(camera));
            json.name("spans").array();
            for (Coverage.Span span : read(camera, range).spans()) {
                write(json, span);
            }
            json.endArray().endObject();
        }
        return Answer.json(json.endArray().endObject().toString());
    }

    /** {@code GET /api/days?camera=a&month=2026-11}: the days of which anything is known. */
    synchronized Answer days(Ask ask) {
        CameraId camera = Questions.cameras(ask).iterator().next();
        YearMonth month = Questions.month(ask);
        TimeRange all = new TimeRange(
                TimeRange.day(month.atDay(1), zone).start(),
                TimeRange.day(month.atEndOfMonth(), zone).end());
        Coverage coverage = read(camera, all);
        Json json = new Json().object().name("days").array();
        for (int d = 1; d <= month.lengthOfMonth(); d++) {
            LocalDate date = month.atDay(d);
            TimeRange day = TimeRange.day(date, zone);
            long recorded = seconds(coverage, day, Coverage.Kind.RECORDED);
            long gap = seconds(coverage, day, Coverage.Kind.GAP);
            if (recorded > 0 || gap > 0) {
                json.object().name("date").value(date.toString());
                json.name("recordedSeconds").value(recorded);
                json.name("gapSeconds").value(gap).endObject();
            }
        }
        return Answer.json(json.endArray().endObject().toString());
    }

    /** Coverage up to now; of what is to come nothing is known, so it is not asked for. */
    private Coverage read(CameraId camera, TimeRange range) {
        Instant now = clock.instant();
        Instant end = range.end().isBefore(now) ? range.end() : now;
        if (!range.start().isBefore(end)) {
            return Coverage.of(range, List.of(), List.of());
        }
        return Coverage.of(range, footage.segments(camera, range), footage.gaps(camera, range));
    }

    private static void write(Json json, Coverage.Span span) {
        json.object()
                .name("kind")
                .value(span.kind().name().toLowerCase(Locale.ROOT))
                .name("start")
                .value(span.range().start())
                .name("end")
                .value(span.range().end());
        span.cause().map(GapCause::wireName).ifPresent(c -> json.name("cause").value(c));
        if (span.ongoing()) {
            json.name("ongoing").value(true);
        }
        json.endObject();
    }

    private String name(CameraId id) {
        Optional<Camera> camera = cameras.find(id)
                .or(() -> cameras.removed().stream()
                        .filter(c -> c.id().equals(id))
                        .findFirst());
        return camera.map(Camera::name).orElse(id.value());
    }

    private static long seconds(Coverage coverage, TimeRange day, Coverage.Kind kind) {
        return coverage.spans().stream()
                .filter(s -> s.kind() == kind)
                .flatMap(s -> s.range().intersection(day).stream())
                .map(TimeRange::duration)
                .reduce(Duration.ZERO, Duration::plus)
                .toSeconds();
    }
}

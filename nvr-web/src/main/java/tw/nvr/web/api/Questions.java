package tw.nvr.web.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;
import tw.nvr.web.http.Ask;

/** Reads the parameters of interfaces; each fault is told with what was expected. Stateless. */
final class Questions {
    static final int MOST_CAMERAS = 16;
    static final Duration LONGEST = Duration.ofDays(32);

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2199;

    private Questions() {}

    /** @throws tw.nvr.core.problem.ProblemException {@code cameras-many}, {@code camera-id-invalid} */
    static Set<CameraId> cameras(Ask ask) {
        List<String> asked = ask.all("camera");
        if (asked.isEmpty() || asked.size() > MOST_CAMERAS) {
            throw Problem.of(ProblemKind.USAGE, "cameras-many", MOST_CAMERAS).exception();
        }
        Set<CameraId> cameras = new LinkedHashSet<>();
        for (String text : asked) {
            if (!CameraId.isValid(text)) {
                throw Problem.of(ProblemKind.USAGE, "camera-id-invalid").exception();
            }
            cameras.add(new CameraId(text));
        }
        return cameras;
    }

    /** @throws tw.nvr.core.problem.ProblemException {@code time-invalid}, {@code range-too-long} */
    static TimeRange range(Ask ask) {
        Instant from = time(ask, "from");
        Instant to = time(ask, "to");
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.of(ProblemKind.USAGE, "range-too-long", LONGEST.toDays())
                    .exception();
        }
        return new TimeRange(from, to);
    }

    private static Instant time(Ask ask, String name) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(ask.parameter(name).orElse(""));
            if (time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            throw Problem.of(ProblemKind.USAGE, "time-invalid", name).exception(e);
        }
        throw Problem.of(ProblemKind.USAGE, "time-invalid", name).exception();
    }

    /** @throws tw.nvr.core.problem.ProblemException {@code month-invalid} */
    static YearMonth month(Ask ask) {
        try {
            YearMonth month = YearMonth.parse(ask.parameter("month").orElse(""));
            if (month.getYear() >= FIRST_YEAR && month.getYear() <= LAST_YEAR) {
                return month;
            }
        } catch (DateTimeException e) {
            throw Problem.of(ProblemKind.USAGE, "month-invalid").exception(e);
        }
        throw Problem.of(ProblemKind.USAGE, "month-invalid").exception();
    }
}

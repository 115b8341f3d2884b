package tw.nvr.web.media;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;

/**
 * What was recorded of a camera in one hour of wall time, as fragment tables. Immutable.
 *
 * <p>An entry is listed in every hour that it overlaps: mostly one; the one that runs over the hour's edge ends the earlier
 * hour's playlist and starts the later one's. So a player finds any moment of an hour in that hour's playlist, and one that
 * has played an hour to its end finds the end's moment as the start of the next hour's second entry.
 */
record HourOfFootage(TimeRange hour, List<FragmentTable> tables, boolean complete) {
    private static final Duration HOUR = Duration.ofHours(1);

    /** The recorder's shared ring bridges a stalled disk for 12 s: until then the hour's last second may still come. */
    private static final Duration LATEST_WRITE = Duration.ofSeconds(15);

    private static final long LAST_HOUR = 253_402_300_800L - 3600;

    HourOfFootage {
        tables = List.copyOf(tables);
    }

    /**
     * The hour that an address names.
     *
     * @param epochSeconds start of an hour, a multiple of 3600
     * @throws tw.nvr.core.problem.ProblemException {@code hour-invalid}
     */
    static TimeRange hour(String epochSeconds) {
        if (epochSeconds.matches("\\d{1,12}")) {
            long seconds = Long.parseLong(epochSeconds);
            if (seconds % HOUR.toSeconds() == 0 && seconds <= LAST_HOUR) {
                Instant start = Instant.ofEpochSecond(seconds);
                return new TimeRange(start, start.plus(HOUR));
            }
        }
        throw Problem.of(ProblemKind.USAGE, "hour-invalid").exception();
    }

    static HourOfFootage read(
            CameraId camera, TimeRange hour, FootageLibrary footage, FragmentTables tables, Instant now) {
        List<FragmentTable> all = new ArrayList<>();
        boolean complete = !now.isBefore(hour.end().plus(LATEST_WRITE));
        for (Segment segment : footage.segments(camera, hour)) {
            FragmentTable table = tables.table(segment);
            all.add(table);
            if (table.isOpen() && table.unfinishedSince().isBefore(hour.end())) {
                complete = false;
            }
        }
        return new HourOfFootage(hour, all, complete);
    }

    /** Whether a stretch of footage is to be listed in this hour. */
    boolean lists(TimeRange stretch) {
        return stretch.overlaps(hour);
    }
}

package tw.nvr.storage.segment;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.storage.volume.Volume;

/**
 * Where a segment lies: {@code footage/<camera>/<yyyy-MM-dd>/<yyyyMMdd'T'HHmmss.SSS+0800>-r<run>.mp4}, with {@code .part}
 * behind it while it is open. Immutable.
 *
 * @param startMillis start, to the millisecond, as the name says it
 */
public record SegmentName(CameraId camera, String day, String file, long startMillis, long run) {
    /** Behind the name of a file that is being written. */
    public static final String PART = ".part";

    /** Behind the name of a file that recovery could not make playable and set aside. */
    public static final String DAMAGED = ".damaged";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSxx", Locale.ROOT);
    private static final Pattern SHAPE = Pattern.compile("(\\d{8}T\\d{6}\\.\\d{3}[+-]\\d{4})-r(\\d{1,10})\\.mp4");

    /** The name of a segment that starts then; the day is that of the zone. */
    public static SegmentName of(CameraId camera, Instant start, long run, ZoneId zone) {
        OffsetDateTime local = start.atZone(zone).toOffsetDateTime();
        String file = TIME.format(local) + "-r" + run + ".mp4";
        return new SegmentName(camera, local.toLocalDate().toString(), file, start.toEpochMilli(), run);
    }

    /**
     * Reads a file's name.
     *
     * @param file without {@link #PART}
     * @return empty when no segment is called so
     */
    public static Optional<SegmentName> parse(CameraId camera, String day, String file) {
        Matcher m = SHAPE.matcher(file);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            long millis = OffsetDateTime.parse(m.group(1), TIME).toInstant().toEpochMilli();
            return Optional.of(new SegmentName(camera, day, file, millis, Long.parseLong(m.group(2))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether a directory can be that of a camera's day. */
    public static boolean isDay(String name) {
        try {
            return LocalDate.parse(name).toString().equals(name);
        } catch (DateTimeException e) {
            return false;
        }
    }

    public SegmentId id() {
        return SegmentId.of(camera, startMillis, run);
    }

    /** Relative to the volume. */
    public String directory() {
        return Volume.FOOTAGE + "/" + camera + "/" + day;
    }

    /** Relative to the volume, of the sealed file. */
    public String path() {
        return directory() + "/" + file;
    }

    public String partPath() {
        return path() + PART;
    }
}

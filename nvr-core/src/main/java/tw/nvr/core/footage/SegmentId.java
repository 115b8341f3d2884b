package tw.nvr.core.footage;

import java.util.regex.Pattern;
import tw.nvr.core.camera.CameraId;

/**
 * Names a segment in addresses and databases: {@code <camera>.<start, epoch milliseconds>.<run>}. Follows from what the
 * file's name says, so that a rebuilt index names it the same. Immutable.
 */
public record SegmentId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9-]{1,40}\\.\\d{1,16}\\.\\d{1,10}");

    public SegmentId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a segment id: " + value);
        }
    }

    public static SegmentId of(CameraId camera, long startEpochMillis, long run) {
        return new SegmentId(camera + "." + startEpochMillis + "." + run);
    }

    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}

package tw.nvr.core.camera;

import java.util.regex.Pattern;

/**
 * The unchanging name of a camera in files, commands and addresses: 1 to 40 of {@code a-z}, {@code 0-9} and hyphen, not
 * starting or ending with a hyphen. Immutable.
 */
public record CameraId(String value) implements Comparable<CameraId> {
    private static final Pattern VALID = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    public CameraId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a camera id: " + value);
        }
    }

    public static boolean isValid(String value) {
        return value != null && VALID.matcher(value).matches();
    }

    @Override
    public int compareTo(CameraId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

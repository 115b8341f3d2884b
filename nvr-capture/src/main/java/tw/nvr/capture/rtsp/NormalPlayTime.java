package tw.nvr.capture.rtsp;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Range header in normal play time (RFC 2326 3.6, 12.29). Immutable.
 *
 * @param startSeconds empty for {@code now}, for other units, and for anything that cannot be read
 * @param endSeconds empty when open
 */
public record NormalPlayTime(OptionalDouble startSeconds, OptionalDouble endSeconds) {
    private static final Pattern NPT =
            Pattern.compile("\\s*npt\\s*[=:]\\s*([^-;]*)(?:-([^;]*))?.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOCK = Pattern.compile("(?:(\\d{1,6}):(\\d{1,2}):)?(\\d{1,9}(?:\\.\\d{0,9})?)");

    public static NormalPlayTime parse(String header) {
        Matcher m = NPT.matcher(header);
        if (!m.matches()) {
            return new NormalPlayTime(OptionalDouble.empty(), OptionalDouble.empty());
        }
        return new NormalPlayTime(seconds(m.group(1)), seconds(m.group(2)));
    }

    private static OptionalDouble seconds(String text) {
        Matcher m = CLOCK.matcher(text == null ? "" : text.strip());
        if (!m.matches()) {
            return OptionalDouble.empty();
        }
        double seconds = Double.parseDouble(m.group(3));
        return OptionalDouble.of(
                m.group(1) == null
                        ? seconds
                        : seconds + 3600.0 * Integer.parseInt(m.group(1)) + 60.0 * Integer.parseInt(m.group(2)));
    }
}

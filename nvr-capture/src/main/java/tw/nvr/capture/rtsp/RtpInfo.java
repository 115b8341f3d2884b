package tw.nvr.capture.rtsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * An entry of an RTP-Info header (RFC 2326 12.33): where a track starts. Immutable. Cameras often get it wrong: a hint.
 *
 * @param url of the track; may be empty
 * @param sequence of the first packet, 0 to 65535
 * @param timestamp of the first packet, 0 to 2^32 - 1
 */
public record RtpInfo(String url, OptionalInt sequence, OptionalLong timestamp) {
    private static final int MAX_ENTRIES = 32;
    private static final Pattern BETWEEN = Pattern.compile(",\\s*(?=(?i:url)\\s*=)");

    public static List<RtpInfo> parse(String header) {
        List<RtpInfo> entries = new ArrayList<>();
        for (String entry : BETWEEN.split(header, MAX_ENTRIES)) {
            if (!entry.isBlank()) {
                entries.add(entry(entry));
            }
        }
        return List.copyOf(entries);
    }

    private static RtpInfo entry(String text) {
        String url = "";
        OptionalInt sequence = OptionalInt.empty();
        OptionalLong timestamp = OptionalLong.empty();
        for (String part : text.split(";", 16)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String value = part.substring(equals + 1).strip();
            switch (part.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                case "url" -> url = value;
                case "seq" ->
                    sequence = number(value, 0xffff).stream()
                            .mapToInt(Math::toIntExact)
                            .findFirst();
                case "rtptime" -> timestamp = number(value, 0xffffffffL);
                default -> {} // ssrc and whatever else
            }
        }
        return new RtpInfo(url, sequence, timestamp);
    }

    private static OptionalLong number(String text, long max) {
        boolean digits = !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(text) : -1;
        return value < 0 || value > max ? OptionalLong.empty() : OptionalLong.of(value);
    }
}

package tw.nvr.capture.rtsp;

import java.util.Locale;
import java.util.Optional;

/**
 * What a payload type means (RFC 4566 6, rtpmap; RFC 3551 6 for the static ones). Immutable.
 *
 * @param encoding in upper case, for example {@code H264}
 * @param clockRate ticks a second, more than 0
 * @param channels 1 where nothing else is said
 */
public record RtpMap(String encoding, int clockRate, int channels) {
    static final int VIDEO_CLOCK = 90_000;
    private static final int AUDIO_CLOCK = 8000;
    private static final int CD_CLOCK = 44_100;
    private static final int MAX_CLOCK = 1_000_000;

    /** Reads what follows the payload type, for example {@code H264/90000} or {@code MPEG4-GENERIC/16000/1}. */
    static Optional<RtpMap> parse(String text) {
        String[] parts = text.strip().split("\\s*/\\s*", 4);
        String encoding = parts[0].strip().toUpperCase(Locale.ROOT);
        if (encoding.isEmpty()) {
            return Optional.empty();
        }
        int clock = parts.length > 1 ? number(parts[1]) : 0;
        int channels = parts.length > 2 ? number(parts[2]) : 1;
        boolean sane = clock > 0 && clock <= MAX_CLOCK;
        return Optional.of(new RtpMap(
                encoding, sane ? clock : usualClock(encoding), channels >= 1 && channels <= 64 ? channels : 1));
    }

    /** Payload types with a fixed meaning, as far as cameras use them. */
    static Optional<RtpMap> ofStatic(int payloadType) {
        return switch (payloadType) {
            case 0 -> Optional.of(new RtpMap("PCMU", AUDIO_CLOCK, 1));
            case 8 -> Optional.of(new RtpMap("PCMA", AUDIO_CLOCK, 1));
            case 2 -> Optional.of(new RtpMap("G726-32", AUDIO_CLOCK, 1)); // once G721, and still sent as such
            case 10 -> Optional.of(new RtpMap("L16", CD_CLOCK, 2));
            case 11 -> Optional.of(new RtpMap("L16", CD_CLOCK, 1));
            case 26 -> Optional.of(new RtpMap("JPEG", VIDEO_CLOCK, 1));
            case 32 -> Optional.of(new RtpMap("MPV", VIDEO_CLOCK, 1));
            case 33 -> Optional.of(new RtpMap("MP2T", VIDEO_CLOCK, 1));
            default -> Optional.empty();
        };
    }

    private static int usualClock(String encoding) {
        return encoding.startsWith("H26") || encoding.equals("HEVC") || encoding.equals("JPEG")
                ? VIDEO_CLOCK
                : AUDIO_CLOCK;
    }

    /** The leading digits, or 0. */
    static int number(String text) {
        String s = text.strip();
        int digits = 0;
        while (digits < s.length() && digits < 9 && s.charAt(digits) >= '0' && s.charAt(digits) <= '9') {
            digits++;
        }
        return digits == 0 ? 0 : Integer.parseInt(s.substring(0, digits));
    }
}

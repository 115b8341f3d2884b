package tw.nvr.capture.rtsp;

import java.util.Locale;

/**
 * A Session header (RFC 2326 12.37). Immutable.
 *
 * @param id to be sent back as it came
 * @param timeoutSeconds after how long without a sign of life the camera hangs up; 60 where it does not say, at least 2
 */
public record SessionHeader(String id, int timeoutSeconds) {
    private static final int USUAL_TIMEOUT = 60;
    private static final int LONGEST_TIMEOUT = 3600;

    public static SessionHeader parse(String header) {
        String[] parts = header.split(";", 16);
        int timeout = USUAL_TIMEOUT;
        for (int i = 1; i < parts.length; i++) {
            String p = parts[i].strip().toLowerCase(Locale.ROOT);
            int equals = p.indexOf('=');
            if (p.startsWith("timeout") && equals > 0) {
                int claimed = RtpMap.number(p.substring(equals + 1));
                timeout = claimed == 0 ? USUAL_TIMEOUT : claimed;
            }
        }
        return new SessionHeader(parts[0].strip(), Math.max(2, Math.min(LONGEST_TIMEOUT, timeout)));
    }
}

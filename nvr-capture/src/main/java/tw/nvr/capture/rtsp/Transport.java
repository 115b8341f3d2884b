package tw.nvr.capture.rtsp;

import java.util.Locale;
import java.util.Optional;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * On which channels a track comes (RFC 2326 12.39). Immutable.
 *
 * @param rtpChannel 0 to 255, as the camera chose it, whatever was asked for
 * @param rtcpChannel 0 to 255
 */
public record Transport(int rtpChannel, int rtcpChannel) {
    /** Value of the header that asks for RTP over the RTSP connection, on a channel and the next. */
    public static String ask(int rtpChannel) {
        return "RTP/AVP/TCP;unicast;interleaved=" + rtpChannel + "-" + (rtpChannel + 1);
    }

    /**
     * Reads the camera's answer.
     *
     * @param header empty when the camera sent none: then it is believed to do as it was asked
     * @param asked the RTP channel that was asked for
     * @throws SourceException when it wants UDP, which ffmpeg can read, or SRTP
     */
    public static Transport parse(Optional<String> header, int asked) throws SourceException {
        String[] parts = header.orElse("RTP/AVP/TCP").split(";", 64);
        String profile = parts[0].strip().toUpperCase(Locale.ROOT);
        if (profile.contains("SAVP")) {
            throw refused("stream-srtp");
        }
        for (String part : parts) {
            String p = part.strip().toLowerCase(Locale.ROOT);
            if (p.startsWith("interleaved")) {
                return channels(p.substring("interleaved".length()), asked);
            }
        }
        if (!profile.contains("TCP")) {
            throw refused("stream-udp-only");
        }
        return new Transport(asked, asked + 1);
    }

    private static Transport channels(String text, int asked) {
        String value = text.replace("=", "").strip();
        if (value.isEmpty() || value.charAt(0) < '0' || value.charAt(0) > '9') {
            return new Transport(asked, asked + 1);
        }
        int dash = value.indexOf('-');
        int rtp = Math.min(255, RtpMap.number(value));
        int rtcp = dash > 0 ? RtpMap.number(value.substring(dash + 1)) : rtp + 1;
        return new Transport(rtp, Math.min(255, rtcp));
    }

    private static SourceException refused(String key) {
        return new SourceException(GapCause.STREAM_DAMAGED, true, Problem.of(ProblemKind.UNAVAILABLE, key), null);
    }
}

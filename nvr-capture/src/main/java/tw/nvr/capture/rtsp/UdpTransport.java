package tw.nvr.capture.rtsp;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Where a track's datagrams come from (RFC 2326 12.39). Immutable.
 *
 * @param rtpPort of the camera; 0 when it does not say
 * @param rtcpPort of the camera; 0 when it does not say
 * @param source the address that it sends from, where it says one
 * @param ssrc what its packets bear, where it says so
 */
public record UdpTransport(int rtpPort, int rtcpPort, Optional<String> source, OptionalInt ssrc) {
    /** Value of the header that asks for datagrams to a port and the next. */
    public static String ask(int rtpPort) {
        return "RTP/AVP;unicast;client_port=" + rtpPort + "-" + (rtpPort + 1);
    }

    /**
     * Reads the camera's answer.
     *
     * @param header empty when the camera sent none: then it is believed to do as it was asked
     * @throws SourceException when it wants to send over TCP after all, by multicast, or SRTP
     */
    public static UdpTransport parse(Optional<String> header) throws SourceException {
        String[] parts = header.orElse("RTP/AVP").split(";", 64);
        String profile = parts[0].strip().toUpperCase(Locale.ROOT);
        if (profile.contains("SAVP")) {
            throw refused("stream-srtp");
        }
        int[] ports = new int[2];
        Optional<String> source = Optional.empty();
        OptionalInt ssrc = OptionalInt.empty();
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name =
                    (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : part.substring(equals + 1).strip();
            switch (name) {
                case "server_port" -> ports = ports(value);
                case "source" -> source = Optional.of(value).filter(v -> !v.isEmpty());
                case "ssrc" -> ssrc = ssrc(value);
                case "interleaved", "multicast" -> throw refused("stream-transport-refused");
                default -> {} // client_port, mode and others
            }
        }
        if (profile.contains("TCP")) {
            throw refused("stream-transport-refused");
        }
        return new UdpTransport(ports[0], ports[1], source, ssrc);
    }

    private static int[] ports(String value) {
        int rtp = RtpMap.number(value);
        int dash = value.indexOf('-');
        int rtcp = dash > 0 ? RtpMap.number(value.substring(dash + 1)) : rtp + 1;
        boolean sensible = rtp > 0 && rtp <= 0xffff && rtcp > 0 && rtcp <= 0xffff;
        return sensible ? new int[] {rtp, rtcp} : new int[2];
    }

    private static OptionalInt ssrc(String value) {
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(value, 16));
        } catch (NumberFormatException e) {
            return OptionalInt.empty(); // then the first one that comes
        }
    }

    private static SourceException refused(String key) {
        return new SourceException(GapCause.STREAM_DAMAGED, true, Problem.of(ProblemKind.UNAVAILABLE, key), null);
    }
}

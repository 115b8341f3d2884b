package tw.nvr.capture.rtsp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A media section of a session description (RFC 4566 5.14). Immutable.
 *
 * @param kind in lower case: {@code video}, {@code audio}, {@code application} and others
 * @param protocol in upper case, for example {@code RTP/AVP}
 * @param payloadTypes of the m line, then those that only an rtpmap names
 * @param maps rtpmap by payload type, static ones included
 * @param formats parameters of fmtp by payload type, names in lower case
 * @param control the control attribute; empty when there is none
 * @param direction {@code recvonly}, {@code sendonly}, {@code sendrecv}, {@code inactive}, or empty
 */
public record SdpMedia(
        String kind,
        String protocol,
        List<Integer> payloadTypes,
        Map<Integer, RtpMap> maps,
        Map<Integer, Map<String, String>> formats,
        Optional<String> control,
        String direction) {
    public SdpMedia {
        payloadTypes = List.copyOf(payloadTypes);
        maps = Map.copyOf(maps);
        formats = Map.copyOf(formats);
    }

    /** Whether it is encrypted (RFC 3711), which this reader does not do. */
    public boolean secured() {
        return protocol.contains("SAVP");
    }

    /** The section's payload types that have a meaning, as tracks. */
    List<SdpTrack> tracks() {
        return payloadTypes.stream()
                .filter(maps::containsKey)
                .map(t -> new SdpTrack(this, t, maps.get(t), formats.getOrDefault(t, Map.of())))
                .toList();
    }
}

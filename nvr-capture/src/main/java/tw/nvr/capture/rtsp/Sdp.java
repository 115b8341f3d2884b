package tw.nvr.capture.rtsp;

import java.util.List;
import java.util.Optional;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * A session description (RFC 4566), as far as cameras use it. Immutable.
 *
 * @param control the session's control attribute; empty when there is none
 */
public record Sdp(Optional<String> control, List<SdpMedia> media) {
    /** Most bytes, media sections and attributes that are read; what is beyond is left. */
    public static final int MAX_BYTES = RtspParser.MAX_BODY;

    public Sdp {
        media = List.copyOf(media);
    }

    /** Reads a description; never fails: what makes no sense is left out, and {@link #video} says what is missing. */
    public static Sdp parse(byte[] body) {
        return new SdpParser().parse(body);
    }

    /**
     * The track to record: the first H.264 one, which every browser plays, or else the first H.265 one.
     *
     * @throws SourceException when there is none, with words, and whether ffmpeg may be able to read it
     */
    public SdpTrack video() throws SourceException {
        List<SdpTrack> tracks = tracks("video");
        Optional<SdpTrack> readable = tracks.stream()
                .filter(t -> t.encoding().equals("H264"))
                .findFirst()
                .or(() -> tracks.stream().filter(SdpTrack::isH265).findFirst());
        if (readable.isPresent()) {
            return usable(readable.get());
        }
        if (tracks.isEmpty()) {
            boolean anyVideo = media.stream().anyMatch(m -> m.kind().equals("video"));
            throw anyVideo ? unusable(true, "stream-codec", "?") : unusable(false, "stream-without-video");
        }
        throw unusable(true, "stream-codec", tracks.get(0).encoding());
    }

    private static SdpTrack usable(SdpTrack track) throws SourceException {
        if (track.media().secured()) {
            throw unusable(true, "stream-srtp");
        }
        if (track.interleaving() > 0) {
            throw unusable(true, "stream-interleaved", track.interleaving());
        }
        return track;
    }

    /**
     * The sound to record: the first track that the camera sends and that can be recorded. A track marked {@code sendonly} is,
     * with ONVIF, the way back to the camera's loudspeaker, and only taken where there is no other.
     */
    public Optional<SdpTrack> audio() {
        List<SdpTrack> usable = tracks("audio").stream().filter(Sdp::recordable).toList();
        return usable.stream()
                .filter(t -> !t.media().direction().equals("sendonly"))
                .findFirst()
                .or(() -> usable.stream().findFirst());
    }

    /** Why there is no {@link #audio} although the camera sends sound; empty when it sends none. */
    public Optional<Problem> soundTrouble() {
        List<SdpTrack> sent = tracks("audio").stream()
                .filter(t -> !t.media().direction().equals("inactive"))
                .toList();
        if (sent.isEmpty() || audio().isPresent()) {
            return Optional.empty();
        }
        SdpTrack first = sent.get(0);
        boolean order = first.encoding().equals("MPEG4-GENERIC") && first.soundInterleaved();
        String key = first.media().secured() ? "sound-srtp" : order ? "sound-interleaved" : "sound-codec";
        return Optional.of(Problem.of(ProblemKind.UNAVAILABLE, key, first.encoding()));
    }

    private static boolean recordable(SdpTrack track) {
        if (track.media().secured() || track.media().direction().equals("inactive")) {
            return false;
        }
        int channels = track.map().channels();
        return switch (track.encoding()) {
            case "PCMU", "PCMA", "L16" -> channels <= 2;
            case "G726-16", "G726-24", "G726-32", "G726-40" -> channels == 1;
            case "AAL2-G726-16", "AAL2-G726-24", "AAL2-G726-32", "AAL2-G726-40" -> channels == 1;
            case "MPEG4-GENERIC" -> track.aacFormat().isPresent() && !track.soundInterleaved();
            case "MP4A-LATM" -> track.configInBand() || track.latmConfig().isPresent();
            default -> false;
        };
    }

    private List<SdpTrack> tracks(String kind) {
        return media.stream()
                .filter(m -> m.kind().equals(kind))
                .flatMap(m -> m.tracks().stream())
                .toList();
    }

    private static SourceException unusable(boolean otherReader, String key, Object... arguments) {
        return new SourceException(
                GapCause.STREAM_DAMAGED, otherReader, Problem.of(ProblemKind.UNAVAILABLE, key, arguments), null);
    }
}

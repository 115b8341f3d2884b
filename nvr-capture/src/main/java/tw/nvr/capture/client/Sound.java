package tw.nvr.capture.client;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.codec.LatmConfig;
import tw.nvr.capture.ffmpeg.AacEncoder;
import tw.nvr.capture.ffmpeg.AudioThread;
import tw.nvr.capture.ffmpeg.RawSound;
import tw.nvr.capture.rtp.AacDepacketizer;
import tw.nvr.capture.rtp.AacParameters;
import tw.nvr.capture.rtp.Depacketizer;
import tw.nvr.capture.rtp.LatmDepacketizer;
import tw.nvr.capture.rtp.SoundFormat;
import tw.nvr.capture.rtsp.SdpTrack;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;

/**
 * What becomes of a camera's sound. Immutable, but for what the stream says of itself.
 *
 * @param format as it is stored; says empty without sound
 * @param depacketizer empty without sound
 * @param encoder makes AAC of what is not; empty when the camera sends AAC
 * @param trouble why there is no sound although the camera sends some
 */
record Sound(
        SoundFormat format,
        Optional<Depacketizer> depacketizer,
        Optional<AacEncoder> encoder,
        Optional<Problem> trouble) {
    private static final Logger LOG = LoggerFactory.getLogger(Sound.class);
    private static final String AAL2 = "AAL2-";
    private static final String G726 = "G726-";
    private static final int G726_RATE = 8_000;

    static Sound none(Optional<Problem> trouble) {
        return new Sound(new SoundFormat(Optional.empty()), Optional.empty(), Optional.empty(), trouble);
    }

    /** Loads ffmpeg when the sound must be made AAC of: not for the capture thread. */
    static Sound of(SdpTrack track, AudioThread audio) {
        return switch (track.encoding()) {
            case "MPEG4-GENERIC" -> aac(track);
            case "MP4A-LATM" -> latm(track);
            default -> encoded(track, audio);
        };
    }

    private static Sound aac(SdpTrack track) {
        AudioFormat format = track.aacFormat().orElseThrow();
        AacParameters parameters = AacParameters.of(track.parameters());
        return sent(new SoundFormat(Optional.of(format)), new AacDepacketizer(track.clockRate(), format, parameters));
    }

    private static Sound latm(SdpTrack track) {
        Optional<LatmConfig> described = track.latmConfig();
        SoundFormat format = new SoundFormat(described.map(LatmConfig::format));
        return sent(format, new LatmDepacketizer(track.clockRate(), track.configInBand(), described, format));
    }

    private static Sound sent(SoundFormat format, Depacketizer depacketizer) {
        return new Sound(format, Optional.of(depacketizer), Optional.empty(), Optional.empty());
    }

    private static Sound encoded(SdpTrack track, AudioThread audio) {
        RawSound raw = raw(track);
        if (!raw.usable()) {
            return none(Optional.of(Problem.of(ProblemKind.UNAVAILABLE, "sound-codec", track.encoding())));
        }
        try {
            AacEncoder encoder = AacEncoder.of(audio, raw);
            Depacketizer depacketizer = new RawDepacketizer(encoder, raw.sampleRate());
            return new Sound(
                    new SoundFormat(Optional.of(encoder.format())),
                    Optional.of(depacketizer),
                    Optional.of(encoder),
                    Optional.empty());
        } catch (ProblemException e) {
            LOG.warn("recording without sound: {}", e.getMessage());
            return none(Optional.of(e.problem()));
        }
    }

    private static RawSound raw(SdpTrack track) {
        String encoding = track.encoding();
        int channels = track.map().channels();
        if (encoding.contains(G726)) {
            boolean aal2 = encoding.startsWith(AAL2);
            int kilobits = Integer.parseInt(encoding.substring(encoding.indexOf(G726) + G726.length()));
            RawSound.Coding coding = aal2 ? RawSound.Coding.G726_AAL2 : RawSound.Coding.G726;
            return new RawSound(coding, kilobits * 1000 / G726_RATE, track.clockRate(), 1);
        }
        RawSound.Coding coding = switch (encoding) {
            case "PCMA" -> RawSound.Coding.A_LAW;
            case "PCMU" -> RawSound.Coding.MU_LAW;
            default -> RawSound.Coding.LINEAR;
        };
        return new RawSound(coding, 0, track.clockRate(), channels);
    }
}

package tw.nvr.capture.client;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.ffmpeg.AacEncoder;
import tw.nvr.capture.ffmpeg.AudioThread;
import tw.nvr.capture.rtp.AacDepacketizer;
import tw.nvr.capture.rtp.AacParameters;
import tw.nvr.capture.rtp.Depacketizer;
import tw.nvr.capture.rtsp.SdpTrack;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;

/**
 * What becomes of a camera's sound. Immutable.
 *
 * @param format as it is stored; empty without sound
 * @param depacketizer empty without sound
 * @param encoder makes AAC of G.711; empty when the camera sends AAC
 * @param trouble why there is no sound although the camera sends some
 */
record Sound(
        Optional<AudioFormat> format,
        Optional<Depacketizer> depacketizer,
        Optional<AacEncoder> encoder,
        Optional<Problem> trouble) {
    private static final Logger LOG = LoggerFactory.getLogger(Sound.class);

    static Sound none() {
        return new Sound(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Loads ffmpeg when the track is G.711: not for the capture thread. */
    static Sound of(SdpTrack track, AudioThread audio) {
        Optional<AudioFormat> aac = track.encoding().startsWith("PCM") ? Optional.empty() : track.aacFormat();
        if (aac.isPresent()) {
            AacParameters parameters = AacParameters.of(track.parameters());
            Depacketizer depacketizer = new AacDepacketizer(track.clockRate(), aac.get(), parameters);
            return new Sound(aac, Optional.of(depacketizer), Optional.empty(), Optional.empty());
        }
        try {
            AacEncoder encoder = AacEncoder.g711(audio, track.encoding().equals("PCMA"), track.clockRate());
            Depacketizer depacketizer = new G711Depacketizer(encoder, track.clockRate());
            return new Sound(
                    Optional.of(encoder.format()), Optional.of(depacketizer), Optional.of(encoder), Optional.empty());
        } catch (ProblemException e) {
            LOG.warn("recording without sound: {}", e.getMessage());
            return new Sound(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(e.problem()));
        }
    }
}

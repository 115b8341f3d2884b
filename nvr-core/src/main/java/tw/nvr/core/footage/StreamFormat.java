package tw.nvr.core.footage;

import java.util.Optional;

/**
 * The tracks of a run. A run whose format changes has ended. Immutable.
 *
 * @param video always there
 * @param audio empty when the camera sends none that can be kept, or sound is switched off
 */
public record StreamFormat(VideoFormat video, Optional<AudioFormat> audio) {
    /** The codecs parameter of RFC 6381 for all tracks. */
    public String codecString() {
        return video.codecString() + audio.map(a -> "," + a.codecString()).orElse("");
    }

    @Override
    public String toString() {
        return video + audio.map(a -> " + " + a).orElse("");
    }
}

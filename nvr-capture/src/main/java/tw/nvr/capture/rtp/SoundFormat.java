package tw.nvr.capture.rtp;

import java.util.Optional;
import tw.nvr.core.footage.AudioFormat;

/**
 * How the sound of a connection is coded, which may be known only when its first packet has come: what the sink is told with
 * the next key frame, and what it was told. Capture thread only.
 */
public final class SoundFormat {
    private Optional<AudioFormat> known;
    private Optional<AudioFormat> told = Optional.empty();

    /** @param known what the description says; empty without sound, or where the stream itself will say it */
    public SoundFormat(Optional<AudioFormat> known) {
        this.known = known;
    }

    /** The stream says how it is coded. */
    void learn(AudioFormat format) {
        if (!known.equals(Optional.of(format))) {
            known = Optional.of(format);
        }
    }

    /** Whether the sink has not been told what is known now. */
    boolean changed() {
        return !told.equals(known);
    }

    /** What the sink is told from now on. */
    Optional<AudioFormat> tell() {
        told = known;
        return known;
    }
}

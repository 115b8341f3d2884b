package tw.nvr.core.footage;

import java.util.Arrays;

/**
 * How a sound track is stored: always AAC, as sent by the camera or made by the box of G.711, G.726 or L16. Value semantics over the
 * bytes; treat the array as read-only. Immutable by convention.
 *
 * @param sampleRate samples a second, also the ticks a second of the track
 * @param channels 1 to 8; 1 or 2 when the box made it
 * @param config AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1)
 */
public record AudioFormat(int sampleRate, int channels, byte[] config) {
    /** Samples in one AAC access unit. */
    public static final int SAMPLES_PER_UNIT = 1024;

    public AudioFormat {
        if (sampleRate < 7350 || sampleRate > 96_000 || channels < 1 || channels > 8 || config.length < 2) {
            throw new IllegalArgumentException("AAC of " + sampleRate + " Hz, " + channels + " channels");
        }
    }

    /** The codecs parameter of RFC 6381, for example {@code mp4a.40.2}. */
    public String codecString() {
        return "mp4a.40." + ((config[0] & 0xff) >> 3);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof AudioFormat a
                && a.sampleRate == sampleRate
                && a.channels == channels
                && Arrays.equals(a.config, config);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(config) * 31 + sampleRate;
    }

    @Override
    public String toString() {
        return "AAC " + sampleRate + " Hz";
    }
}

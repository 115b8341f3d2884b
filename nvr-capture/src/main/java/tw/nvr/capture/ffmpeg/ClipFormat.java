package tw.nvr.capture.ffmpeg;

import java.util.Optional;

/**
 * The tracks of a clip. Immutable by convention: treat the arrays as read-only.
 *
 * @param avcC AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3)
 * @param width luma samples
 * @param height luma samples
 * @param sound empty without a sound track that RTP can carry
 */
public record ClipFormat(byte[] avcC, int width, int height, Optional<Sound> sound) {
    /** How many bytes of length stand before each NAL unit. */
    public int lengthBytes() {
        return (avcC[4] & 3) + 1;
    }

    /** How sound is coded. */
    public enum Codec {
        AAC,
        /** G.711 A-law. */
        PCMA,
        /** G.711 µ-law. */
        PCMU
    }

    /**
     * The sound track.
     *
     * @param sampleRate Hz, also the ticks of its packets
     * @param config AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1), empty for G.711
     */
    public record Sound(Codec codec, int sampleRate, int channels, byte[] config) {}
}

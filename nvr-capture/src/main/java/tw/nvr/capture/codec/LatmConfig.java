package tw.nvr.capture.codec;

import tw.nvr.core.footage.AudioFormat;

/**
 * StreamMuxConfig of LATM (ISO/IEC 14496-3 1.7.3.1), of the only shape that cameras send: one programme, one layer, all
 * subframes of the same time framing. Immutable.
 *
 * @param format of the sound in it
 * @param subFrames access units in one audioMuxElement, 1 to 64
 * @param frameBytes length of every access unit; 0 when each comes with its own
 * @param otherDataBits behind the access units of an element, to be passed over
 */
public record LatmConfig(AudioFormat format, int subFrames, int frameBytes, long otherDataBits) {
    private static final int LENGTH_EACH = 0;
    private static final int LENGTH_FIXED = 1;
    private static final int FIXED_BASE = 20;

    /**
     * Reads a configuration and stops behind it.
     *
     * @throws CodecException when it is cut short, or of another shape
     */
    public static LatmConfig parse(BitReader in) throws CodecException {
        boolean second = in.flag();
        if (second && in.flag()) {
            throw new CodecException("LATM of a version that is not defined");
        }
        if (second) {
            value(in); // taraBufferFullness
        }
        boolean sameFraming = in.flag();
        int subFrames = 1 + in.bits(6);
        int programmes = 1 + in.bits(4);
        int layers = 1 + in.bits(3);
        if (!sameFraming || programmes > 1 || layers > 1) {
            throw new CodecException("LATM with " + programmes + " programmes, " + layers + " layers");
        }
        AudioFormat format = second ? measured(in) : AacConfig.parse(in);
        int lengthType = in.bits(3);
        int fixed = 0;
        boolean whole = !in.bad();
        if (lengthType == LENGTH_EACH) {
            in.skip(8); // latmBufferFullness
        } else if (lengthType == LENGTH_FIXED) {
            fixed = FIXED_BASE + in.bits(9);
        } else {
            throw new CodecException("LATM frame length type " + lengthType);
        }
        if (!whole || fixed > 0 && in.bad()) {
            throw new CodecException("StreamMuxConfig cut short");
        }
        // Of the rest GStreamer leaves out what is zero anyway.
        long other = in.flag() ? otherData(in, second) : 0;
        in.skip(in.flag() ? 8 : 0); // crcCheckSum
        return new LatmConfig(format, subFrames, fixed, other);
    }

    /** An AudioSpecificConfig behind its length in bits. */
    private static AudioFormat measured(BitReader in) throws CodecException {
        long bits = value(in);
        long start = in.left();
        AudioFormat format = AacConfig.parse(in);
        long read = start - in.left();
        if (read > bits) {
            throw new CodecException("AudioSpecificConfig longer than it says");
        }
        in.skip(bits - read); // fillBits, or extensions
        return format;
    }

    private static long otherData(BitReader in, boolean second) {
        if (second) {
            return value(in);
        }
        long bits = 0;
        boolean more = true;
        while (more && !in.bad()) {
            more = in.flag();
            bits = bits << 8 & 0xffff_ffffL | in.bits(8);
        }
        return bits;
    }

    /** LatmGetValue (1.7.3.1): one to four bytes. */
    private static long value(BitReader in) {
        int count = 1 + in.bits(2);
        return in.bits(8 * count) & 0xffff_ffffL;
    }
}

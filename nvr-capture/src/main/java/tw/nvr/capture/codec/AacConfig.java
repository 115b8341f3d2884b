package tw.nvr.capture.codec;

import tw.nvr.core.footage.AudioFormat;

/** AudioSpecificConfig of MPEG-4 (ISO/IEC 14496-3 1.6.2.1). Pure functions. */
public final class AacConfig {
    /** Largest configuration that is looked at, in bytes; real ones have 2 to 7. */
    public static final int MAX_BYTES = 64;

    private static final int AAC_LC = 2;
    private static final int SBR = 5;
    private static final int PARAMETRIC_STEREO = 29;
    private static final byte[] REPLICATION_FOLLOWS = {0x56, (byte) 0xe0}; // 0x2b7 in 11 bits
    private static final byte[] STEREO_FOLLOWS = {(byte) 0xa9, 0x00}; // 0x548 in 11 bits
    private static final int EXPLICIT_RATE = 15;
    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };

    private AacConfig() {}

    /**
     * Reads a configuration. With spectral band replication the sample rate is the core's, so that an access unit always
     * lasts {@link AudioFormat#SAMPLES_PER_UNIT} ticks.
     *
     * @throws CodecException when it is not AAC with frames of 1024 samples and one to eight channels
     */
    public static AudioFormat parse(byte[] config) throws CodecException {
        if (config.length < 2 || config.length > MAX_BYTES) {
            throw new CodecException("AudioSpecificConfig of " + config.length + " bytes");
        }
        BitReader in = BitReader.of(config);
        return format(read(in), config.clone());
    }

    /**
     * Reads a configuration that is followed by something else, as in a LATM stream, and stops behind it.
     *
     * @throws CodecException as {@link #parse}
     */
    public static AudioFormat parse(BitReader in) throws CodecException {
        long start = in.left();
        int[] told = read(in);
        extensions(in);
        requireWhole(in);
        return format(told, in.since(start));
    }

    /** What says so by a sync word (1.6.2.1): nothing else that can follow starts with its first three bits. */
    private static void extensions(BitReader in) throws CodecException {
        if (!in.skipIfSame(REPLICATION_FOLLOWS, 11)) {
            return;
        }
        if (objectType(in) == SBR && in.flag()) {
            rate(in);
            in.skip(in.skipIfSame(STEREO_FOLLOWS, 11) ? 1 : 0);
        }
    }

    private static void requireWhole(BitReader in) throws CodecException {
        if (in.bad()) {
            throw new CodecException("AudioSpecificConfig cut short");
        }
    }

    private static AudioFormat format(int[] told, byte[] config) throws CodecException {
        try {
            return new AudioFormat(told[0], told[1], config);
        } catch (IllegalArgumentException e) {
            throw new CodecException(e.getMessage());
        }
    }

    /** Sample rate and channels. */
    private static int[] read(BitReader in) throws CodecException {
        int type = objectType(in);
        int rate = rate(in);
        int channels = channels(in.bits(4));
        if (type == SBR || type == PARAMETRIC_STEREO) {
            rate(in); // the rate after replication
            type = objectType(in);
        }
        if (type < 1 || type > 4) {
            throw new CodecException("MPEG-4 audio object type " + type);
        }
        if (in.flag()) {
            throw new CodecException("AAC frames of 960 samples");
        }
        requireWhole(in); // what follows says nothing that a recorder needs, and is missing here and there
        in.skip(in.flag() ? 14 : 0); // coreCoderDelay
        in.skip(in.flag() ? 1 : 0); // extensionFlag3
        return new int[] {rate, channels};
    }

    /**
     * A configuration for AAC-LC.
     *
     * @throws CodecException when the rate is not one of the thirteen standard ones, or there are not 1 to 7 channels
     */
    public static byte[] lowComplexity(int sampleRate, int channels) throws CodecException {
        for (int i = 0; i < RATES.length; i++) {
            if (RATES[i] == sampleRate && channels >= 1 && channels <= 7) {
                int word = AAC_LC << 11 | i << 7 | channels << 3;
                return new byte[] {(byte) (word >> 8), (byte) word};
            }
        }
        throw new CodecException("AAC of " + sampleRate + " Hz, " + channels + " channels");
    }

    /** The lowest rate that AAC knows and that is not below another one; the highest for all above it. */
    public static int nearestRate(int sampleRate) {
        int best = RATES[0];
        for (int rate : RATES) {
            best = rate >= sampleRate ? rate : best;
        }
        return best;
    }

    private static int objectType(BitReader in) {
        int type = in.bits(5);
        return type == 31 ? 32 + in.bits(6) : type;
    }

    private static int rate(BitReader in) throws CodecException {
        int index = in.bits(4);
        if (index == EXPLICIT_RATE) {
            return in.bits(24);
        }
        if (index >= RATES.length) {
            throw new CodecException("sampling frequency index " + index);
        }
        return RATES[index];
    }

    private static int channels(int configuration) throws CodecException {
        if (configuration < 1 || configuration > 7) {
            throw new CodecException("AAC channel configuration " + configuration);
        }
        return configuration == 7 ? 8 : configuration;
    }
}

package tw.nvr.capture.ffmpeg;

import tw.nvr.capture.codec.AacConfig;

/**
 * Sound that a camera sends in a form which is not stored but made AAC of. Immutable.
 *
 * @param coding which form
 * @param bits a sample, for G.726; 0 otherwise
 * @param sampleRate Hz, more than 0
 * @param channels 1 or 2; 1 with G.726
 */
public record RawSound(Coding coding, int bits, int sampleRate, int channels) {
    /** Forms of sound. */
    public enum Coding {
        A_LAW,
        MU_LAW,
        /** Sixteen bits, big-endian. */
        LINEAR,
        /** G.726 with the first sample in the least significant bits, as RFC 3551 packs it. */
        G726,
        /** G.726 with the first sample in the most significant bits, as AAL2 packs it. */
        G726_AAL2
    }

    private static final int HIGHEST_RATE = 96_000;

    /** Loads ffmpeg where G.726 needs it. */
    SampleDecoder decoder() {
        SampleDecoder decoder = switch (coding) {
            case A_LAW, MU_LAW -> new G711(coding == Coding.A_LAW, sampleRate, channels);
            case LINEAR -> new LinearPcm(sampleRate, channels);
            case G726, G726_AAL2 -> new G726(bits, coding == Coding.G726_AAL2, sampleRate);
        };
        int known = AacConfig.nearestRate(sampleRate);
        return known == sampleRate ? decoder : new Resampled(decoder, known);
    }

    /** Whether it can be made AAC of. */
    public boolean usable() {
        boolean g726 = coding == Coding.G726 || coding == Coding.G726_AAL2;
        boolean bitsFit = !g726 || bits >= 2 && bits <= 5 && channels == 1;
        return bitsFit && channels >= 1 && channels <= 2 && sampleRate >= 1000 && sampleRate <= HIGHEST_RATE;
    }
}

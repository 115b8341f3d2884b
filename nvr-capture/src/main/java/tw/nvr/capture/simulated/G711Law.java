package tw.nvr.capture.simulated;

/** Presses 16-bit sound into the eight bits of G.711 (ITU-T G.711 tables 1 and 2). */
final class G711Law {
    private static final int MU_BIAS = 0x84;
    private static final int MU_CLIP = 32_635;

    private G711Law() {}

    static byte muLaw(int pcm) {
        int sign = pcm < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(pcm), MU_CLIP) + MU_BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = magnitude >> exponent + 3 & 0x0f;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }

    static byte aLaw(int pcm) {
        int sign = pcm < 0 ? 0 : 0x80;
        int magnitude = Math.min(pcm < 0 ? -pcm - 1 : pcm, Short.MAX_VALUE) >> 4;
        int exponent = magnitude < 32 ? magnitude >> 4 : 27 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = exponent < 2 ? magnitude & 0x0f : magnitude >> exponent - 1 & 0x0f;
        return (byte) ((sign | exponent << 4 | mantissa) ^ 0x55);
    }
}

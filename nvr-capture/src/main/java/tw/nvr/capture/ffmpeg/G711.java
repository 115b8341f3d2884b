package tw.nvr.capture.ffmpeg;

/** Expands the eight bits of G.711 (ITU-T G.711 tables 1 and 2). Immutable. */
final class G711 implements SampleDecoder {
    private final float[] law;
    private final int sampleRate;
    private final int channels;

    /** @param aLaw A-law (PCMA) or µ-law (PCMU) */
    G711(boolean aLaw, int sampleRate, int channels) {
        this.law = aLaw ? aLaw() : muLaw();
        this.sampleRate = sampleRate;
        this.channels = channels;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int samplesOf(int bytes) {
        return bytes / channels;
    }

    @Override
    public float[] decode(byte[] payload) {
        float[] samples = new float[payload.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = law[payload[i] & 0xff];
        }
        return samples;
    }

    /** Sample value between -1 and 1 of every A-law code. */
    static float[] aLaw() {
        float[] values = new float[256];
        for (int code = 0; code < 256; code++) {
            int c = code ^ 0x55;
            int exponent = c >> 4 & 7;
            int mantissa = c & 0x0f;
            int magnitude = exponent == 0 ? (mantissa << 4) + 8 : (mantissa << 4) + 0x108 << exponent - 1;
            values[code] = ((c & 0x80) != 0 ? magnitude : -magnitude) / 32_768f;
        }
        return values;
    }

    /** Sample value between -1 and 1 of every µ-law code. */
    static float[] muLaw() {
        float[] values = new float[256];
        for (int code = 0; code < 256; code++) {
            int c = ~code & 0xff;
            int magnitude = (((c & 0x0f) << 3) + 0x84 << (c >> 4 & 7)) - 0x84;
            values[code] = ((c & 0x80) != 0 ? -magnitude : magnitude) / 32_768f;
        }
        return values;
    }
}

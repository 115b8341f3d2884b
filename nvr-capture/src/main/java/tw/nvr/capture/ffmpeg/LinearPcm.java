package tw.nvr.capture.ffmpeg;

/** Sixteen bits a sample, big-endian, channels taking turns (L16, RFC 3551 4.5.11). Immutable. */
final class LinearPcm implements SampleDecoder {
    private final int sampleRate;
    private final int channels;

    LinearPcm(int sampleRate, int channels) {
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
        return bytes / 2 / channels;
    }

    @Override
    public float[] decode(byte[] payload) {
        float[] samples = new float[payload.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (payload[2 * i] << 8 | payload[2 * i + 1] & 0xff) / 32_768f;
        }
        return samples;
    }
}

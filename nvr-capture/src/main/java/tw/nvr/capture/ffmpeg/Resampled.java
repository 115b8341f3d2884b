package tw.nvr.capture.ffmpeg;

/**
 * Brings sound of a rate that AAC does not know to the next higher one that it knows, by straight lines between samples:
 * good enough for the rates nobody uses. Used by the thread {@code audio} only.
 */
final class Resampled implements SampleDecoder {
    private final SampleDecoder from;
    private final int sampleRate;
    private final double step;
    private final float[] last;

    /** Where the next sample lies behind the last one that came in, in samples of the lower rate. */
    private double at = 1;

    Resampled(SampleDecoder from, int sampleRate) {
        this.from = from;
        this.sampleRate = sampleRate;
        this.step = (double) from.sampleRate() / sampleRate;
        this.last = new float[from.channels()];
    }

    @Override
    public int channels() {
        return from.channels();
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int samplesOf(int bytes) {
        return (int) (from.samplesOf(bytes) / step);
    }

    @Override
    public float[] decode(byte[] payload) {
        float[] in = from.decode(payload);
        int channels = last.length;
        int count = in.length / channels;
        float[] out = new float[channels * Math.max(0, (int) Math.ceil((count + 1 - at) / step))];
        int n = 0;
        for (; at <= count && n < out.length; at += step, n += channels) {
            int before = (int) at - 1; // -1 is the last one of the payload before
            float share = (float) (at - 1 - before);
            for (int c = 0; c < channels; c++) {
                float a = before < 0 ? last[c] : in[before * channels + c];
                float b = before + 1 < count ? in[(before + 1) * channels + c] : a;
                out[n + c] = a + (b - a) * share;
            }
        }
        at -= count;
        if (count > 0) {
            System.arraycopy(in, (count - 1) * channels, last, 0, channels);
        }
        return n == out.length ? out : java.util.Arrays.copyOf(out, n);
    }

    @Override
    public void close() {
        from.close();
    }
}

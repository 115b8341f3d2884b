package tw.nvr.capture.ffmpeg;

/** Makes samples of what a camera sends. Made anew for every connection; used by the thread {@code audio} only. */
interface SampleDecoder extends AutoCloseable {
    /** 1 or 2. */
    int channels();

    /** Samples a second and channel of what comes out, a rate that AAC knows. */
    int sampleRate();

    /** How many samples a channel so many bytes are, about. May be asked by any thread. */
    int samplesOf(int bytes);

    /**
     * Decodes the next payload.
     *
     * @return samples between -1 and 1; those of the channels take turns
     */
    float[] decode(byte[] payload);

    @Override
    default void close() {
        // most have nothing to give back
    }
}

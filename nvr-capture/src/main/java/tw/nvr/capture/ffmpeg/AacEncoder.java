package tw.nvr.capture.ffmpeg;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.problem.ProblemException;

/**
 * Makes AAC of one camera's {@link RawSound}. {@link #feed} and {@link #drain} are for one thread each and never wait; the work is done
 * on the {@link AudioThread}.
 *
 * <p>Timestamps: a unit bears the time at which the sound in it was heard, the encoder's delay of 1024 samples taken out.
 * Where sound is missing, the time jumps; where the camera's timestamps tremble by less than {@value #TREMBLE_MILLIS} ms,
 * its samples are counted instead.
 */
public final class AacEncoder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AacEncoder.class);

    static final int TREMBLE_MILLIS = 40;

    private static final int BITS_PER_SAMPLE = 3;

    /** Bits a second and channel that nobody hears more of. */
    private static final int ENOUGH_BITS = 64_000;

    /** Finished units that may wait to be drained: half a minute at 8 kHz. */
    private static final int FINISHED = 256;

    private final AudioThread thread;
    private final SampleDecoder decoder;
    private final AudioFormat format;
    private final int tremble;
    private final int channels;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    /* The rest is for the audio thread only. */
    private final AacCodec codec;
    private final float[] frame;
    private final Deque<Long> starts = new ArrayDeque<>();
    private boolean started;
    private boolean broken;
    private long frameStart;
    private int filled;

    private record Finished(long ticks, byte[] unit) {}

    private AacEncoder(AudioThread thread, SampleDecoder decoder) {
        int rate = decoder.sampleRate();
        this.thread = thread;
        this.decoder = decoder;
        this.channels = decoder.channels();
        this.codec = new AacCodec(rate, channels, channels * Math.min(ENOUGH_BITS, rate * BITS_PER_SAMPLE));
        this.frame = new float[channels * AudioFormat.SAMPLES_PER_UNIT];
        this.format = codec.format();
        this.tremble = rate * TREMBLE_MILLIS / 1000;
    }

    /**
     * Makes an encoder. Loads ffmpeg when that was not done before, which takes up to a second: not for the capture thread.
     *
     * @param sound that is {@link RawSound#usable}
     * @throws ProblemException {@code ffmpeg-missing}, {@code encoder-failed}
     */
    public static AacEncoder of(AudioThread thread, RawSound sound) {
        SampleDecoder decoder = sound.decoder();
        try {
            return new AacEncoder(thread, decoder);
        } catch (ProblemException e) {
            decoder.close();
            throw e;
        }
    }

    /**
     * The same for G.711 of one channel.
     *
     * @param aLaw A-law (PCMA) or µ-law (PCMU)
     * @param sampleRate Hz; 8000 with nearly every camera
     */
    public static AacEncoder g711(AudioThread thread, boolean aLaw, int sampleRate) {
        RawSound.Coding coding = aLaw ? RawSound.Coding.A_LAW : RawSound.Coding.MU_LAW;
        return of(thread, new RawSound(coding, 0, sampleRate, 1));
    }

    /** What comes out: AAC-LC, channels and rate of what goes in; the next rate above it where AAC does not know that one. */
    public AudioFormat format() {
        return format;
    }

    /** How many ticks of {@link #format} so many bytes last. */
    public int samplesOf(int bytes) {
        return decoder.samplesOf(bytes);
    }

    /**
     * Takes sound.
     *
     * @param ticks unwrapped timestamp of the first sample, in ticks of the sample rate of {@link #format}
     * @param payload from position to limit; copied
     */
    public void feed(long ticks, ByteBuffer payload) {
        byte[] copy = new byte[payload.remaining()];
        payload.get(payload.position(), copy);
        if (closed || !thread.offer(() -> encode(ticks, copy))) {
            dropped.addAndGet(decoder.samplesOf(copy.length));
        }
    }

    /**
     * Hands finished units to the sink.
     *
     * @return whether there were any
     */
    public boolean drain(StreamSink sink) {
        boolean any = false;
        for (Finished f = finished.poll(); f != null; f = finished.poll()) {
            sink.audioUnit(f.ticks(), ByteBuffer.wrap(f.unit()));
            any = true;
        }
        return any;
    }

    /** Samples that were thrown away because the box could not keep up. */
    public long droppedSamples() {
        return dropped.get();
    }

    /** Gives the encoder back, after what it was fed. What was not drained is lost. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            thread.always(() -> {
                codec.close();
                decoder.close();
            });
        }
    }

    private void encode(long ticks, byte[] codes) {
        if (closed || broken) {
            return;
        }
        float[] samples = decoder.decode(codes);
        int count = samples.length / channels;
        for (int i = place(ticks, count); i < count; i++) {
            for (int c = 0; c < channels; c++) {
                frame[c * AudioFormat.SAMPLES_PER_UNIT + filled] = samples[i * channels + c];
            }
            filled++;
            if (filled == AudioFormat.SAMPLES_PER_UNIT) {
                complete();
            }
        }
    }

    /**
     * Sets the next sample's place in time.
     *
     * @return how many of the samples are left out because that time is full already
     */
    private int place(long ticks, int count) {
        long missing = ticks - (frameStart + filled);
        if (!started || missing < -AudioFormat.SAMPLES_PER_UNIT) {
            startAt(ticks);
        } else if (missing < -tremble) {
            return (int) Math.min(count, -missing);
        } else if (missing > tremble && filled == 0) {
            frameStart = ticks;
        } else if (missing > tremble) {
            fillWithSilence((int) Math.min(missing, AudioFormat.SAMPLES_PER_UNIT - filled));
            if (filled == AudioFormat.SAMPLES_PER_UNIT) {
                complete();
                frameStart = ticks;
            }
        }
        return 0;
    }

    /** What was begun is finished with silence; it keeps its own time. */
    private void startAt(long ticks) {
        if (filled > 0) {
            fillWithSilence(AudioFormat.SAMPLES_PER_UNIT - filled);
            complete();
        }
        started = true;
        frameStart = ticks;
    }

    private void fillWithSilence(int count) {
        for (int c = 0; c < channels; c++) {
            int from = c * AudioFormat.SAMPLES_PER_UNIT + filled;
            Arrays.fill(frame, from, from + count, 0);
        }
        filled += count;
    }

    private void complete() {
        // The first unit holds what the encoder was primed with; each later one the sound of the frame before.
        if (starts.isEmpty()) {
            starts.add(frameStart - AacCodec.DELAY);
        }
        starts.add(frameStart);
        try {
            codec.encode(frame).ifPresent(unit -> finish(starts.remove(), unit));
        } catch (ProblemException e) {
            broken = true;
            LOG.error("sound is no longer encoded: {}", e.getMessage());
        }
        frameStart += AudioFormat.SAMPLES_PER_UNIT;
        filled = 0;
    }

    private void finish(long ticks, byte[] unit) {
        if (finished.size() < FINISHED) {
            finished.add(new Finished(ticks, unit));
        } else {
            dropped.addAndGet(AudioFormat.SAMPLES_PER_UNIT);
        }
    }
}

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
 * Makes AAC of one camera's G.711. {@link #feed} and {@link #drain} are for one thread each and never wait; the work is done
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
    /** Finished units that may wait to be drained: half a minute at 8 kHz. */
    private static final int FINISHED = 256;

    private final AudioThread thread;
    private final float[] law;
    private final AudioFormat format;
    private final int tremble;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    /* The rest is for the audio thread only. */
    private final AacCodec codec;
    private final float[] frame = new float[AudioFormat.SAMPLES_PER_UNIT];
    private final Deque<Long> starts = new ArrayDeque<>();
    private boolean started;
    private boolean broken;
    private long frameStart;
    private int filled;

    private record Finished(long ticks, byte[] unit) {}

    private AacEncoder(AudioThread thread, float[] law, int sampleRate) {
        this.thread = thread;
        this.law = law;
        this.codec = new AacCodec(sampleRate, sampleRate * BITS_PER_SAMPLE);
        this.format = codec.format();
        this.tremble = sampleRate * TREMBLE_MILLIS / 1000;
    }

    /**
     * Makes an encoder. Loads ffmpeg when that was not done before, which takes up to a second: not for the capture thread.
     *
     * @param aLaw A-law (PCMA) or µ-law (PCMU)
     * @param sampleRate Hz; 8000 with nearly every camera
     * @throws ProblemException {@code ffmpeg-missing}, {@code encoder-failed} (also for a rate that AAC does not know)
     */
    public static AacEncoder g711(AudioThread thread, boolean aLaw, int sampleRate) {
        return new AacEncoder(thread, aLaw ? G711.aLaw() : G711.muLaw(), sampleRate);
    }

    /** What comes out: AAC-LC, mono, the sample rate of what goes in. */
    public AudioFormat format() {
        return format;
    }

    /**
     * Takes sound.
     *
     * @param ticks unwrapped timestamp of the first sample
     * @param payload one byte per sample, from position to limit; copied
     */
    public void feed(long ticks, ByteBuffer payload) {
        byte[] copy = new byte[payload.remaining()];
        payload.get(payload.position(), copy);
        if (closed || !thread.offer(() -> encode(ticks, copy))) {
            dropped.addAndGet(copy.length);
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
            thread.always(codec::close);
        }
    }

    private void encode(long ticks, byte[] codes) {
        if (closed || broken) {
            return;
        }
        int from = place(ticks, codes.length);
        for (int i = from; i < codes.length; i++) {
            frame[filled++] = law[codes[i] & 0xff];
            if (filled == frame.length) {
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
            int silence = (int) Math.min(missing, frame.length - filled);
            Arrays.fill(frame, filled, filled + silence, 0);
            filled += silence;
            if (filled == frame.length) {
                complete();
                frameStart = ticks;
            }
        }
        return 0;
    }

    /** What was begun is finished with silence; it keeps its own time. */
    private void startAt(long ticks) {
        if (filled > 0) {
            Arrays.fill(frame, filled, frame.length, 0);
            complete();
        }
        started = true;
        frameStart = ticks;
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
        frameStart += frame.length;
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

package tw.nvr.core.footage;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * About a second of one run on its way from the capture thread to the disk: the bytes of its samples and their tables.
 * Pooled and used again. Owned by exactly one thread at a time: taken from the {@link FragmentPool} and filled by the
 * capture thread, handed over with {@link RunSink#offer}, written and given back by the disk thread.
 *
 * <p>The buffer is direct and its address a multiple of 4096. Sample bytes start at {@link #HEAD_ROOM}, so that the disk
 * thread can lay the boxes in front of them and write everything with one call: first all video samples
 * (length-prefixed NAL units), then all audio samples. {@code position} is where the next byte goes; {@code limit} keeps
 * the last {@link #BLOCK} bytes free for the padding behind them.
 */
public final class Fragment {
    /** Bytes kept free in front of the first sample for {@code moof} and the head of {@code mdat}. */
    public static final int HEAD_ROOM = 16 * 1024;

    /** Alignment of address, offset and length of every write. */
    public static final int BLOCK = 4096;

    private final SampleTable video = new SampleTable();
    private final SampleTable audio = new SampleTable();
    private FragmentBlock block;
    private Instant start = Instant.EPOCH;
    private boolean damaged;
    private OptionalLong claimedOffsetMillis = OptionalLong.empty();

    Fragment(FragmentBlock block) {
        this.block = block;
        clear();
    }

    /** Makes it empty. */
    public void clear() {
        video.clear();
        audio.clear();
        FragmentPool.prepare(buffer());
        start = Instant.EPOCH;
        damaged = false;
        claimedOffsetMillis = OptionalLong.empty();
    }

    /** The present one: another takes its place when the pool grows or tightens the fragment */
    public ByteBuffer buffer() {
        return block.aligned();
    }

    /** The pool's; {@code null} while the fragment is not in use, so that late use fails instead of overwriting others. */
    FragmentBlock block() {
        return block;
    }

    void block(FragmentBlock other) {
        this.block = other;
    }

    public SampleTable video() {
        return video;
    }

    public SampleTable audio() {
        return audio;
    }

    /** When the first video sample was taken, in UTC, by the run's stream clock. */
    public Instant start() {
        return start;
    }

    public void start(Instant t) {
        start = t;
    }

    /** What the camera's clock claims less {@link #start}, by its latest plausible sender report, milliseconds. */
    public OptionalLong claimedOffsetMillis() {
        return claimedOffsetMillis;
    }

    public void claimedOffsetMillis(OptionalLong offset) {
        claimedOffsetMillis = offset;
    }

    /** When the last video sample ends: {@link #start} plus all durations. */
    public Instant end() {
        long ticks = video.totalDuration();
        return start.plusNanos(Math.round(ticks * (1e9 / VideoFormat.TIMESCALE)));
    }

    /** Whether a decoder can start with this fragment. */
    public boolean startsWithKey() {
        return video.count() > 0 && video.key(0);
    }

    /** Whether packets of one of its access units were lost on the way. */
    public boolean damaged() {
        return damaged;
    }

    public void markDamaged() {
        damaged = true;
    }

    public boolean isEmpty() {
        return video.count() == 0;
    }
}

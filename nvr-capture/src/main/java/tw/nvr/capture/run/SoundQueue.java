package tw.nvr.capture.run;

import java.nio.ByteBuffer;
import java.util.Arrays;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.SampleTable;

/**
 * The sound units gathered beside the fragment that is being filled, laid behind its pictures when it closes. Bounded and
 * used again; for the capture thread. Times are ticks of the sound track.
 */
final class SoundQueue {
    private static final int MOST_UNITS = 512;
    private static final int MOST_BYTES = 256 * 1024;

    /** Cameras round their timestamps; less than half a unit away from where it belongs is there. */
    private static final int SNAP = AudioFormat.SAMPLES_PER_UNIT / 2;

    private final long[] ticks = new long[MOST_UNITS];
    private final int[] sizes = new int[MOST_UNITS];
    private byte[] bytes = new byte[8 * 1024];
    private int count;
    private int used;
    private boolean laidAny;
    private long nextTicks;
    private long lastShift;
    private boolean moved;

    /** A run begins. */
    void reset() {
        clear();
        laidAny = false;
    }

    void clear() {
        count = 0;
        used = 0;
    }

    int bytes() {
        return used;
    }

    int count() {
        return count;
    }

    /** The first unit's time as the camera gave it; only when there is one. */
    long firstTicks() {
        return ticks[0];
    }

    /** Copies a unit; forgets it when there are too many, which pictures that stay away bring about. */
    void add(long at, ByteBuffer data) {
        int n = data.remaining();
        if (n == 0 || count == MOST_UNITS || used + n > MOST_BYTES) {
            return;
        }
        if (used + n > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(used + n, 2 * bytes.length));
        }
        data.get(data.position(), bytes, used, n);
        ticks[count] = at;
        sizes[count] = n;
        used += n;
        count++;
    }

    /**
     * Lays all units behind what is in the fragment, which has room for them, and forgets them. A unit that overlaps the
     * one before it, or lies before the start of the run, is left out; where units are missing the one before lasts
     * longer, so that sound never drifts. Where the shift has changed, the next unit is laid exactly where it belongs.
     *
     * @param shift what to add to the camera's time for the time since the start of the run
     */
    void layInto(Fragment fragment, long shift) {
        SampleTable table = fragment.audio();
        moved |= shift != lastShift;
        lastShift = shift;
        int from = 0;
        for (int i = 0; i < count; i++) {
            int size = sizes[i];
            long at = ticks[i] + shift;
            if (laidAny && !moved && Math.abs(at - nextTicks) <= SNAP) {
                at = nextTicks;
            }
            if (at >= 0 && (!laidAny || at >= nextTicks)) {
                lay(fragment, table, from, size, at);
            }
            from += size;
        }
        clear();
    }

    private void lay(Fragment fragment, SampleTable table, int from, int size, long at) {
        if (table.count() == 0) {
            table.baseDecodeTicks(at);
        } else if (at > nextTicks) {
            table.lastDuration((int) Math.min(Integer.MAX_VALUE, AudioFormat.SAMPLES_PER_UNIT + at - nextTicks));
        }
        table.add(size, AudioFormat.SAMPLES_PER_UNIT, 0, true);
        fragment.buffer().put(bytes, from, size);
        nextTicks = at + AudioFormat.SAMPLES_PER_UNIT;
        laidAny = true;
        moved = false;
    }
}

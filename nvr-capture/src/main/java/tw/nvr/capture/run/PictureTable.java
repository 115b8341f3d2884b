package tw.nvr.capture.run;

import java.util.Arrays;
import tw.nvr.core.footage.Fragment;

/**
 * The pictures of the fragment that is being filled, and the decoding times of the run they belong to. Grows and is used
 * again; for the capture thread. Times are 90 kHz ticks, sizes bytes.
 */
final class PictureTable {
    private static final int USUAL_INTERVAL = 3_600;

    private final DecodeTimes times = new DecodeTimes();
    private long[] presentation = new long[64];
    private long[] decoding = new long[64];
    private int[] size = new int[64];
    private boolean[] key = new boolean[64];
    private int count;
    private boolean open;
    private boolean firstOfRun;
    private long runStart;
    private long shownLater;

    void beginRun(int reorderDepth) {
        times.reset(reorderDepth);
        count = 0;
        open = true;
        firstOfRun = true;
    }

    /** The decoding time of the run's next unit, recorded or not; {@link DecodeTimes#UNKNOWN} for the first few. */
    long next(long presentationTicks) {
        return times.next(presentationTicks);
    }

    void add(long presentationTicks, long decodingTicks, int bytes, boolean isKey) {
        if (count == size.length) {
            grow();
        }
        presentation[count] = presentationTicks;
        decoding[count] = decodingTicks;
        size[count] = bytes;
        key[count] = isKey;
        count++;
        // Two intervals tell the rhythm in which the first units' times, which nobody knows, are laid.
        if (open && count > unknown() + Math.min(times.depth(), 2)) {
            complete();
        }
    }

    private void grow() {
        int n = 2 * count;
        presentation = Arrays.copyOf(presentation, n);
        decoding = Arrays.copyOf(decoding, n);
        size = Arrays.copyOf(size, n);
        key = Arrays.copyOf(key, n);
    }

    private int unknown() {
        int n = 0;
        while (n < count && decoding[n] == DecodeTimes.UNKNOWN) {
            n++;
        }
        return n;
    }

    /** Gives the first units of the run, whose decoding times lie before what can be derived, times in its rhythm. */
    private void complete() {
        int unknown = unknown();
        if (unknown == count) {
            long[] left = times.left();
            for (int i = 0; i < count; i++) {
                decoding[i] = left[i];
            }
        } else if (unknown > 0) {
            int intervals = count - 1 - unknown;
            long interval = intervals > 0 ? (decoding[count - 1] - decoding[unknown]) / intervals : USUAL_INTERVAL;
            for (int i = unknown - 1; i >= 0; i--) {
                decoding[i] = decoding[i + 1] - Math.max(1, interval);
            }
        }
        open = false;
        runStart = decoding[0];
        shownLater = presentation[0] - runStart;
    }

    int count() {
        return count;
    }

    /**
     * Whether the fragment closes before a unit.
     *
     * @param watched whether somebody waits for it
     */
    boolean closesBefore(long decodingTicks, boolean isKey, boolean watched) {
        if (count == 0 || open || decodingTicks == DecodeTimes.UNKNOWN) {
            return false;
        }
        long media = decodingTicks - decoding[0];
        long longest = watched ? RunBuilder.HALF_SECOND : RunBuilder.SECOND;
        return media >= longest || media >= RunBuilder.QUARTER_SECOND && (isKey || firstOfRun);
    }

    /**
     * Writes the tables of a fragment that closes, and is empty afterwards.
     *
     * @param nextDecoding when the unit after it is decoded; {@link DecodeTimes#UNKNOWN} when none comes
     * @return when its first picture is shown, as RTP time
     */
    long fill(Fragment fragment, long nextDecoding) {
        if (open) {
            complete();
        }
        fragment.video().baseDecodeTicks(decoding[0] - runStart);
        for (int i = 0; i < count; i++) {
            long next = i + 1 < count ? decoding[i + 1] : nextDecoding;
            if (next == DecodeTimes.UNKNOWN) {
                next = decoding[i] + (i > 0 ? decoding[i] - decoding[i - 1] : USUAL_INTERVAL);
            }
            fragment.video().add(size[i], (int) (next - decoding[i]), (int) (presentation[i] - decoding[i]), key[i]);
        }
        long shown = decoding[0] + shownLater;
        firstOfRun = false;
        count = 0;
        return shown;
    }

    /** Forgets the pictures of this fragment. */
    void clear() {
        count = 0;
    }

    /** Decoding time of the run's first unit, as RTP time. */
    long runStart() {
        return runStart;
    }
}

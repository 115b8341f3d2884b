package tw.nvr.core.footage;

import java.time.Instant;

/**
 * Where one fragment lies in its segment's file and in time. Immutable.
 *
 * @param offset bytes from the start of the file; a multiple of 4096
 * @param length bytes, padding included
 * @param start when its first picture was taken
 * @param durationTicks of its pictures, 90 kHz
 * @param decodeTicks decoding time of its first picture since the start of the run, 90 kHz
 * @param key whether a decoder can start with it
 */
public record FragmentRef(long offset, int length, Instant start, long durationTicks, long decodeTicks, boolean key) {
    public Instant end() {
        return start.plusNanos(Math.round(durationTicks * (1e9 / VideoFormat.TIMESCALE)));
    }
}

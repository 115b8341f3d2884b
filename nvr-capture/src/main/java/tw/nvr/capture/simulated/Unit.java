package tw.nvr.capture.simulated;

import java.util.List;

/**
 * One access unit on its way to a client. Immutable by convention: treat the arrays as read-only.
 *
 * @param video or sound
 * @param pts presentation time on the reel's axis: 90 kHz for video, the sample rate for sound
 * @param dueNanos when it is to be sent, in media time since PLAY; below zero means at once
 * @param spanNanos media time until the next unit of the track is due
 * @param nals of video without parameter sets; of sound the one payload
 * @param sets what the picture needs to be decoded; {@code null} for sound
 */
record Unit(
        boolean video, long pts, long dueNanos, long spanNanos, boolean key, List<byte[]> nals, ParameterSets sets) {
    static final long NANOS = 1_000_000_000L;

    static Unit sound(long pts, long dueNanos, long spanNanos, byte[] payload) {
        return new Unit(false, pts, dueNanos, spanNanos, true, List.of(payload), null);
    }

    /** Converts without overflow: years of nanoseconds times 90 000 do not fit into 64 bits. */
    static long ticks(long nanos, int ticksPerSecond) {
        long seconds = Math.floorDiv(nanos, NANOS);
        return seconds * ticksPerSecond + Math.floorMod(nanos, NANOS) * ticksPerSecond / NANOS;
    }

    static long nanos(long ticks, int ticksPerSecond) {
        long seconds = Math.floorDiv(ticks, (long) ticksPerSecond);
        return seconds * NANOS + Math.floorMod(ticks, (long) ticksPerSecond) * NANOS / ticksPerSecond;
    }
}

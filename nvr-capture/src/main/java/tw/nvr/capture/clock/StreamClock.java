package tw.nvr.capture.clock;

import java.util.OptionalLong;

/**
 * Maps one run's RTP time to UTC (design, section 5). What counts is when units arrived by our own clock, filtered for the
 * least delayed ones, because jitter and polling only ever make a unit late. The rate error of the camera's clock is
 * estimated and followed up to one per cent; what remains is slewed by at most two milliseconds a second, so that the
 * mapping never jumps within a run. The camera's own claim is kept beside it. Used by the capture thread.
 *
 * <p>In the beginning of a connection many cameras send what they had buffered, faster than it was taken. Until that
 * is over the clock is not {@link #settled}: what it says may still fall by the length of the buffer.
 *
 * <p>RTP time is in 90 kHz ticks, unwrapped; everything else in microseconds, UTC since 1970.
 */
public final class StreamClock {
    /** Beyond this the run ends with the cause {@code clock}. */
    public static final long LIMIT_MICROS = 2_000_000;

    private static final long CLAIM_LIMIT_MICROS = 5_000_000;
    private static final long QUIET_MICROS = 250_000;
    private static final long LONGEST_SETTLING_MICROS = 2_000_000;
    private static final long NOTICEABLE_MICROS = 20_000;
    private static final double SLEW = 0.002;

    private final DelayLine line = new DelayLine();
    private boolean begun;
    private boolean settled;
    private long originTicks;
    private long originMicros;
    private long firstArrival;
    private long fellAt;

    private long at;
    private double offset;
    private double drift;
    private long claimMicros;
    private boolean claimed;

    /** Forgets everything: a new run begins. */
    public void reset() {
        begun = false;
        settled = false;
        claimed = false;
        line.clear();
        offset = 0;
        drift = 0;
        at = 0;
    }

    /**
     * Takes the arrival of a unit in.
     *
     * @param ticks its presentation time
     * @param arrivalMicros when the poll began that brought it
     * @return false when stream and local clock have come apart by more than two seconds: the run has to end
     */
    public boolean observe(long ticks, long arrivalMicros) {
        if (!begun) {
            begun = true;
            originTicks = ticks;
            originMicros = arrivalMicros;
            firstArrival = arrivalMicros;
            fellAt = arrivalMicros;
        }
        long media = media(ticks);
        long delay = arrivalMicros - originMicros - media;
        line.add(arrivalMicros, media, delay);
        if (!settled) {
            settle(media, delay, arrivalMicros);
            return true;
        }
        if (delay - predicted(media) < -LIMIT_MICROS) {
            return false;
        }
        return follow(media);
    }

    private void settle(long media, long delay, long arrival) {
        if (delay < offset) {
            if (offset - delay > NOTICEABLE_MICROS) {
                fellAt = arrival;
            }
            offset = delay;
        }
        at = Math.max(at, media);
        settled = hasSettled(arrival);
    }

    private boolean hasSettled(long now) {
        return begun
                && (now - firstArrival >= QUIET_MICROS && now - fellAt >= QUIET_MICROS
                        || now - firstArrival >= LONGEST_SETTLING_MICROS);
    }

    private boolean follow(long media) {
        if (media <= at) {
            return true;
        }
        if (!line.known()) {
            at = media;
            return true;
        }
        double target = line.at(media);
        double rate = line.slope();
        double here = offset + rate * (media - at);
        double error = target - here;
        double most = SLEW * (media - at);
        double step = Math.max(-most, Math.min(most, error));
        offset = here + step;
        drift = rate;
        at = media;
        return Math.abs(error - step) <= LIMIT_MICROS;
    }

    private double predicted(long media) {
        return offset + drift * (media - at);
    }

    /**
     * Whether the mapping can be leaned on: the flood in the beginning is over.
     *
     * @param nowMicros by our own clock
     */
    public boolean settled(long nowMicros) {
        settled = settled || hasSettled(nowMicros);
        return settled;
    }

    /** Ends the settling, because there is no time to wait any longer. */
    public void settleNow() {
        settled = true;
    }

    /** UTC of a time of the stream near those observed last. */
    public long utcMicros(long ticks) {
        long media = media(ticks);
        return originMicros + media + Math.round(predicted(media));
    }

    /** By how much faster (positive) or slower the camera's clock runs than ours, as far as it is known; 0.001 is one
     * per mille. */
    public double rateError() {
        return -line.slope();
    }

    /**
     * What the camera's own clock claims (RTCP sender report): kept beside, never followed.
     *
     * @param ticks time of the stream
     * @param epochMillis the camera's wall clock at that time
     */
    public void claim(long ticks, long epochMillis) {
        if (!begun) {
            return;
        }
        long difference = epochMillis * 1000 - utcMicros(ticks);
        claimed = Math.abs(difference) <= CLAIM_LIMIT_MICROS;
        claimMicros = difference;
    }

    /** What the camera claims less what we hold, milliseconds; empty when it claims nothing plausible. */
    public OptionalLong claimedOffsetMillis() {
        return claimed ? OptionalLong.of(claimMicros / 1000) : OptionalLong.empty();
    }

    /** Microseconds since the first unit. */
    private long media(long ticks) {
        return (ticks - originTicks) * 100 / 9;
    }
}

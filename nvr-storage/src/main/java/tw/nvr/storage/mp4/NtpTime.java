package tw.nvr.storage.mp4;

import java.time.Instant;

/**
 * UTC as the 64-bit NTP format of RFC 5905 section 6: seconds since 1900 and 2^-32 fractions, so exact to the nanosecond.
 * A clear top bit means the era that begins in 2036 (RFC 4330 section 3). Stateless.
 */
final class NtpTime {
    private static final long EPOCH_1970 = 2_208_988_800L;
    private static final double FRACTIONS_PER_NANO = 4.294967296;

    private NtpTime() {}

    static long of(Instant t) {
        long seconds = t.getEpochSecond() + EPOCH_1970;
        long fraction = Math.round(t.getNano() * FRACTIONS_PER_NANO);
        return seconds << 32 | fraction;
    }

    static Instant toInstant(long ntp) {
        long seconds = ntp >>> 32;
        if ((seconds & 0x8000_0000L) == 0) {
            seconds += 1L << 32;
        }
        long nanos = Math.round((ntp & 0xffff_ffffL) / FRACTIONS_PER_NANO);
        return Instant.ofEpochSecond(seconds - EPOCH_1970, nanos);
    }
}

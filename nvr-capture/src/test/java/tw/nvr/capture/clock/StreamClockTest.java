package tw.nvr.capture.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A camera that is simulated second by second; true times are known, so the clock's error is. Microseconds. */
class StreamClockTest {
    private static final long START = 1_790_000_000_000_000L;
    private static final long POLL = 100_000;
    private static final long ORIGIN = 4_000_000_000L;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final StreamClock clock = new StreamClock();
    private long lastArrival;
    private long lastUtc;
    private long lastMedia;
    private long worst;

    /** Ticks of a camera whose clock is wrong by that share. */
    private static long ticks(long trueMicros, double rateError) {
        return ORIGIN + Math.round(trueMicros * (1 + rateError) * 0.09);
    }

    private static long pollAfter(long micros) {
        return START + (micros + POLL - 1) / POLL * POLL;
    }

    /** One picture taken at that time after START, that long under way; says whether the run may go on. */
    private boolean picture(long trueMicros, long delay, double rateError) {
        lastArrival = Math.max(lastArrival, pollAfter(trueMicros + delay));
        return clock.observe(ticks(trueMicros, rateError), lastArrival);
    }

    private void check(long trueMicros, double rateError, long tolerance) {
        long utc = clock.utcMicros(ticks(trueMicros, rateError));
        long error = utc - START - trueMicros;
        worst = Math.max(worst, Math.abs(error));
        assertThat(Math.abs(error))
                .as("error after %d µs, seed %d", trueMicros, seed)
                .isLessThan(tolerance);
        long media = ticks(trueMicros, rateError);
        if (lastMedia != 0) {
            double nominal = (media - lastMedia) / 0.09;
            assertThat(Math.abs(utc - lastUtc - nominal))
                    .as("step after %d µs, seed %d", trueMicros, seed)
                    .isLessThanOrEqualTo(nominal * 0.012 + 2);
        }
        lastMedia = media;
        lastUtc = utc;
    }

    private void record(double rateError, int hours, int fps) {
        long interval = 1_000_000L / fps;
        for (long t = 0; t < hours * 3_600_000_000L; t += interval) {
            long delay = 20_000L + random.nextInt(60_000) + (random.nextInt(500) == 0 ? 1_500_000 : 0);
            assertThat(picture(t, delay, rateError)).as("seed %d", seed).isTrue();
            if (clock.settled(lastArrival)) {
                check(t, rateError, 400_000);
            }
        }
    }

    @Test
    void follows_a_camera_clock_that_is_right_under_jitter_and_polling_for_two_hours() {
        record(0, 2, 25);
        assertThat(worst).isLessThan(250_000);
        assertThat(Math.abs(clock.rateError())).isLessThan(0.0005);
    }

    @Test
    void follows_a_camera_clock_that_is_four_per_mille_fast_for_three_hours() {
        record(0.004, 3, 10);
        assertThat(clock.rateError()).isBetween(0.0035, 0.0045);
    }

    @Test
    void follows_a_camera_clock_that_is_four_per_mille_slow_for_three_hours() {
        record(-0.004, 3, 12);
        assertThat(clock.rateError()).isBetween(-0.0045, -0.0035);
    }

    @Test
    void a_flood_of_buffered_pictures_in_the_beginning_does_not_make_the_time_late() {
        long buffered = 4_000_000;
        for (long t = 0; t < buffered; t += 40_000) {
            lastArrival = START + buffered + t / 40; // all of it within 100 ms
            clock.observe(ticks(t, 0), lastArrival);
            assertThat(clock.settled(lastArrival)).as("in the flood").isFalse();
        }
        lastArrival = 0;
        for (long t = buffered + 200_000; t < buffered + 20_000_000; t += 40_000) {
            assertThat(picture(t, 30_000, 0)).isTrue();
            if (t > buffered + 1_000_000) {
                assertThat(clock.settled(lastArrival)).isTrue();
                check(t, 0, 150_000);
            }
        }
    }

    @Test
    void settles_within_two_seconds_even_while_a_flood_goes_on() {
        long arrival = START;
        long t = 0;
        while (!clock.settled(arrival) && arrival < START + 10_000_000) {
            clock.observe(ticks(t, 0), arrival);
            t += 80_000; // twice as fast as time
            arrival += 40_000;
        }
        assertThat(arrival - START).isLessThanOrEqualTo(2_100_000);
    }

    @Test
    void a_jump_ahead_of_three_seconds_ends_the_run_at_once() {
        for (long t = 0; t < 30_000_000; t += 40_000) {
            assertThat(picture(t, 30_000, 0)).isTrue();
        }
        long arrival = pollAfter(30_030_000);
        assertThat(clock.observe(ticks(33_000_000, 0), arrival)).isFalse();
    }

    @Test
    void a_camera_whose_time_falls_back_three_seconds_for_good_ends_the_run_within_fifteen_seconds() {
        for (long t = 0; t < 30_000_000; t += 40_000) {
            assertThat(picture(t, 30_000, 0)).isTrue();
        }
        long t = 30_000_000;
        while (picture(t, 3_030_000, 0)) {
            t += 40_000;
            assertThat(t).isLessThan(45_000_000);
        }
        assertThat(t).isGreaterThan(31_000_000);
    }

    @Test
    void a_network_that_holds_everything_back_for_three_seconds_is_no_reason_to_end_the_run() {
        for (long t = 0; t < 60_000_000; t += 40_000) {
            boolean heldBack = t > 30_000_000 && t < 33_000_000;
            assertThat(picture(t, heldBack ? 33_030_000 - t : 30_000, 0)).isTrue();
            if (clock.settled(lastArrival)) {
                check(t, 0, 150_000);
            }
        }
    }

    @Test
    void a_step_of_half_a_second_is_slewed_by_no_more_than_two_milliseconds_a_second() {
        for (long t = 0; t < 400_000_000; t += 40_000) {
            long step = t < 60_000_000 ? 0 : 500_000;
            assertThat(picture(t, 30_000 + step, 0)).isTrue();
            long utc = clock.utcMicros(ticks(t, 0));
            if (t > 0 && clock.settled(lastArrival) && lastUtc != 0) {
                assertThat(Math.abs(utc - lastUtc - 40_000))
                        .as("after %d µs", t)
                        .isLessThanOrEqualTo(81);
            }
            lastUtc = clock.settled(lastArrival) ? utc : 0;
        }
        long error = lastUtc - START - 399_960_000L;
        assertThat(error).as("where the stream now stands").isBetween(450_000L, 650_000L);
    }

    @Test
    void keeps_the_cameras_claim_beside_when_it_is_near_and_forgets_it_when_it_is_nonsense() {
        for (long t = 0; t < 2_000_000; t += 40_000) {
            picture(t, 30_000, 0);
        }
        clock.claim(ticks(1_000_000, 0), (START + 1_000_000) / 1000 + 1_500);
        assertThat(clock.claimedOffsetMillis().getAsLong()).isBetween(1_300L, 1_600L);
        clock.claim(ticks(1_000_000, 0), 12_345);
        assertThat(clock.claimedOffsetMillis()).isEmpty();
    }
}

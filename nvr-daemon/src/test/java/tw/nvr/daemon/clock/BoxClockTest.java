package tw.nvr.daemon.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tw.nvr.core.time.ClockReading;

class BoxClockTest {
    @Test
    void this_box_says_its_boot_and_its_time() {
        ClockReading reading =
                BoxClock.ofThisBox(Clock.systemUTC(), System::nanoTime).read();

        assertThat(reading.bootId()).matches("[0-9a-f-]{36}");
        assertThat(reading.wall()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @Test
    void trust_is_asked_for_again_after_ten_seconds_and_not_before() {
        AtomicBoolean synchronised = new AtomicBoolean();
        AtomicLong nanos = new AtomicLong(1);
        BoxClock clock = new BoxClock(() -> Instant.EPOCH, nanos::get, "boot", synchronised::get);

        synchronised.set(true);
        nanos.addAndGet(9_000_000_000L);
        assertThat(clock.read().trusted()).isFalse();
        nanos.addAndGet(1_000_000_000L);
        assertThat(clock.read().trusted()).isTrue();
    }
}

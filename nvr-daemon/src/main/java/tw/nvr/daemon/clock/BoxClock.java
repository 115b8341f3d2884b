package tw.nvr.daemon.clock;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.daemon.systemd.LibC;

/**
 * Reads the box's clocks, and whether a time source keeps them right. Thread-safe. Whether the clock is trusted is asked
 * of the system at most every ten seconds.
 */
public final class BoxClock implements ClockReading.Source {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path TIMESYNC = Path.of("/run/systemd/timesync/synchronized");
    private static final long TRUST_NANOS = 10_000_000_000L;

    private final InstantSource wall;
    private final Ticker ticker;
    private final String bootId;
    private final BooleanSupplier evidence;
    private boolean trusted;
    private long askedNanos;

    BoxClock(InstantSource wall, Ticker ticker, String bootId, BooleanSupplier evidence) {
        this.wall = wall;
        this.ticker = ticker;
        this.bootId = bootId;
        this.evidence = evidence;
        this.trusted = evidence.getAsBoolean();
        this.askedNanos = ticker.nanos();
    }

    /** The clocks of this machine. */
    public static BoxClock ofThisBox(InstantSource wall, Ticker ticker) {
        String bootId;
        try {
            bootId = Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            throw new IllegalStateException("this is no Linux: " + BOOT_ID + " cannot be read", e);
        }
        return new BoxClock(wall, ticker, bootId, BoxClock::synchronised);
    }

    @Override
    public ClockReading read() {
        long now = ticker.nanos();
        return new ClockReading(wall.instant(), now, bootId, trusted(now));
    }

    private synchronized boolean trusted(long now) {
        if (now - askedNanos >= TRUST_NANOS) {
            askedNanos = now;
            trusted = evidence.getAsBoolean();
        }
        return trusted;
    }

    /**
     * The kernel's own word (adjtimex(2): whatever daemon keeps the clock, it clears STA_UNSYNC), or the mark that
     * systemd-timesyncd leaves.
     */
    private static boolean synchronised() {
        return Files.exists(TIMESYNC) || Kernel.synchronised();
    }

    /** Loads the native part when it is first needed. */
    private static final class Kernel {
        private static final LibC C = Native.load("c", LibC.class);
        /** struct timex: modes, offset, freq, maxerror, esterror, then status. */
        private static final int STATUS_OFFSET = 40;

        private static final int TIMEX_BYTES = 256;
        private static final int STA_UNSYNC = 0x40;
        private static final int TIME_ERROR = 5;

        static boolean synchronised() {
            try (Memory timex = new Memory(TIMEX_BYTES)) {
                timex.clear();
                int state = C.adjtimex(timex);
                return state != TIME_ERROR && (timex.getInt(STATUS_OFFSET) & STA_UNSYNC) == 0;
            } catch (LastErrorException e) {
                return false; // a sandbox that hides the clock gives no evidence, and no evidence is no trust
            }
        }
    }
}

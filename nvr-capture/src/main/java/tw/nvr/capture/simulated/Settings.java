package tw.nvr.capture.simulated;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.core.time.Ticker;

/** What {@link SimulatedCamera.Builder} was told; its methods say what each means. Immutable. */
record Settings(
        InstantSource wall,
        Ticker ticker,
        ZoneId zone,
        List<Path> clips,
        int width,
        int height,
        int framesPerSecond,
        Duration keyInterval,
        int bitsPerSecond,
        String label,
        long seed,
        Optional<ClipFormat.Codec> tone,
        InetAddress bind,
        int port,
        Optional<Credentials> credentials,
        Optional<Certificates.Identity> identity,
        Duration sessionTimeout,
        double speed,
        Delivery delivery,
        boolean aggregate,
        int logLimit,
        List<Planned> plan) {

    /** User name and password; the password is never shown. */
    record Credentials(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /** What goes wrong, and when: nanoseconds of media time after PLAY. */
    record Planned(long nanos, Fault fault) {}

    int keyIntervalFrames() {
        return (int) Math.max(1, keyInterval.toMillis() * framesPerSecond / 1000);
    }
}

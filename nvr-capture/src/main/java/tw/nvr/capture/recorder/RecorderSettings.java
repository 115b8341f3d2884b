package tw.nvr.capture.recorder;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the recorder behaves. Immutable.
 *
 * @param markers folder on the system disk for the files that say which camera native code is reading; made when missing
 * @param poll how often a camera's socket is read
 * @param watchedPoll how often while somebody watches the camera live
 * @param connectThreads how many connections are made at the same time
 * @param patience how long it waits for what
 */
public record RecorderSettings(
        Path markers, Duration poll, Duration watchedPoll, int connectThreads, Patience patience) {

    public RecorderSettings {
        if (poll.toMillis() < 1 || watchedPoll.toMillis() < 1 || connectThreads < 1) {
            throw new IllegalArgumentException(poll + ", " + watchedPoll + ", " + connectThreads);
        }
    }

    /** What the product runs with (design, section 4). */
    public static RecorderSettings standard(Path markers) {
        return new RecorderSettings(markers, Duration.ofMillis(100), Duration.ofMillis(20), 4, Patience.standard());
    }

    /**
     * How long the recorder waits. Immutable.
     *
     * @param stall without a picture until it hangs up
     * @param keyFrame with pictures, but none to start with, until it hangs up
     * @param firstRetry before the first new attempt; doubled after each
     * @param lastRetry the most between two attempts
     * @param authRetry between two attempts after the camera refused the password, so that it does not lock us out
     * @param steady of recording after which the waiting starts from {@code firstRetry} again
     * @param stagger between the first attempts of two cameras
     */
    public record Patience(
            Duration stall,
            Duration keyFrame,
            Duration firstRetry,
            Duration lastRetry,
            Duration authRetry,
            Duration steady,
            Duration stagger) {
        /** What the product runs with. */
        public static Patience standard() {
            return new Patience(
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(60));
        }
    }
}

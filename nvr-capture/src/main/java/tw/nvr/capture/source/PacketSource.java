package tw.nvr.capture.source;

import java.util.Optional;
import tw.nvr.core.problem.Problem;

/**
 * One connection to one camera, from being opened to its end; made anew for every attempt. {@link #open} blocks and is
 * called on a connect thread; after it has returned everything else is called on the capture thread and never waits.
 */
public interface PacketSource extends AutoCloseable {
    /**
     * Connects and asks the camera to play. Takes at most 15 seconds.
     *
     * @throws SourceException when that did not work, with the cause that the gap will bear
     */
    void open() throws SourceException;

    /**
     * Moves what has arrived into the sink.
     *
     * @return how many bytes had arrived; 0 when nothing
     * @throws SourceException when the stream has ended or cannot be used any further
     */
    int poll(StreamSink sink) throws SourceException;

    /** {@code rtsp} or {@code ffmpeg}. */
    String reader();

    /** How many access units arrived incomplete so far. */
    long damagedUnits();

    /** What does not work although pictures arrive, for example the sound; empty while all is well. Capture thread. */
    default Optional<Problem> trouble() {
        return Optional.empty();
    }

    /** Whether it has to be polled as often as a watched camera, lest something be lost. Capture thread. */
    default boolean hasty() {
        return false;
    }

    /** Hangs up, with a TEARDOWN where the protocol has one and it can be sent without waiting. */
    @Override
    void close();
}

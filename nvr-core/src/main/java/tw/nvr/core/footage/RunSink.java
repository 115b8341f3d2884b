package tw.nvr.core.footage;

import java.time.Instant;

/** One run on its way to the disk. Used by the capture thread only; nothing in it waits. */
public interface RunSink {
    /**
     * Hands a fragment over. Its ownership passes to the sink whatever the answer is.
     *
     * @return false when it was dropped because the disk does not keep up or takes nothing: go on with the next fragment
     *     that starts with a key frame (invariant 9); the sink writes the gap
     */
    boolean offer(Fragment fragment);

    /**
     * Ends the run.
     *
     * @param cause why no more comes; {@code null} when the next run follows at once (codec change)
     * @param at when it was noticed
     */
    void close(GapCause cause, Instant at);
}

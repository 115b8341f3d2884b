package tw.nvr.capture.simulated;

import java.util.Optional;
import tw.nvr.capture.ffmpeg.ClipFormat;

/** What is on at a mount point. Used by the server's thread only. */
interface Programme extends AutoCloseable {
    /** What pictures need to be decoded at present. */
    ParameterSets sets();

    Optional<ClipFormat.Sound> sound();

    /**
     * Starts playing to one client.
     *
     * @param mediaNanos media time since the server was started
     */
    Reel play(long mediaNanos);

    /** Starts the encoder anew with another size; a file knows no other size and ignores it. */
    void resize(int width, int height);

    @Override
    void close();

    /** One client's endless sequence of access units. */
    interface Reel extends AutoCloseable {
        /** Place on the axis of presentation times at which media time zero lies, nanoseconds. */
        long originNanos();

        /** The next unit in the order of sending. */
        Unit next();

        /** Goes on with the next file, as an encoder that was set up anew; without effect where there is none. */
        void nextClip();

        @Override
        void close();
    }
}

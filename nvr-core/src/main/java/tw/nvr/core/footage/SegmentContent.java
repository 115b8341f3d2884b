package tw.nvr.core.footage;

import java.nio.channels.FileChannel;
import java.util.List;

/**
 * An open segment file. Not thread-safe, except that {@link #channel} may be read at positions by anybody until closed.
 * What it offers was whole on disk when it was opened; later fragments of an open segment are not in it.
 */
public interface SegmentContent extends AutoCloseable {
    Segment segment();

    /** Length of {@code ftyp} and {@code moov} with their padding: the bytes from 0 that a player needs first. */
    int initLength();

    /** All whole fragments in order. */
    List<FragmentRef> fragments();

    /** The file, opened for reading only. */
    FileChannel channel();

    @Override
    void close();
}

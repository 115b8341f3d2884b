package tw.nvr.storage.segment;

import java.io.IOException;
import java.nio.file.Path;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.storage.FootageSettings;
import tw.nvr.storage.index.IndexThread;

/** What a camera's desk sees of the disk thread it works on. Used by that thread only. */
interface DiskContext {
    FootageSettings settings();

    DiskFiles disk();

    Path root();

    ClockReading.Source readings();

    Ticker ticker();

    LiveFootage live();

    /** Room through which the disk thread hands bytes to a digest. */
    byte[] hashPiece();

    /** The index of the volume that is there now; only while {@link #attached}. */
    IndexThread index();

    /** Why nothing can be written now; {@code null} while writing goes on. */
    GapCause refusal();

    /** Asks the disk whether the volume is still the one that was opened; before every segment. */
    boolean volumeIsThere();

    /** Whether the volume is open. */
    boolean attached();

    /** A fragment is on disk. */
    void wrote();

    /** The disk refused something. */
    void failed(IOException e);

    /** Something that must outlive the process has changed. */
    void stateChanged();

    /** A file was left to recovery. */
    void orphaned();

    /** Whether the newest segment is written past the page cache. */
    void direct(boolean direct);
}

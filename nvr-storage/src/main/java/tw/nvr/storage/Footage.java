package tw.nvr.storage;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.storage.index.IndexReaders;
import tw.nvr.storage.index.IndexThread;
import tw.nvr.storage.index.Reindex;
import tw.nvr.storage.segment.DiskFiles;
import tw.nvr.storage.segment.DiskThread;
import tw.nvr.storage.segment.LiveFootage;
import tw.nvr.storage.segment.Snapshot;
import tw.nvr.storage.segment.SystemDisk;
import tw.nvr.storage.volume.Volume;

/**
 * Footage on one volume: takes it from capture, keeps it, gives it to readers. Owns the threads {@code disk-<volume>} and
 * {@code index}. Thread-safe.
 */
public final class Footage implements StorageStatus.Source, AutoCloseable {
    private final FootageSettings settings;
    private final Ticker ticker;
    private final OpenVolume volume;
    private final DiskThread disk;
    private final StoredLibrary library;

    private Footage(
            FootageSettings settings, Ticker ticker, OpenVolume volume, DiskThread disk, StoredLibrary library) {
        this.settings = settings;
        this.ticker = ticker;
        this.volume = volume;
        this.disk = disk;
        this.library = library;
    }

    /**
     * Recovers what the last process left, and starts. A volume that is not there is waited for: until then nothing is
     * recorded and the gaps say {@code disk}.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code volume-in-use}, {@code volume-newer}, {@code index-newer}
     */
    public static Footage open(
            FootageSettings settings, InstantSource wall, ClockReading.Source readings, Ticker ticker) {
        return open(settings, wall, readings, ticker, new SystemDisk(settings.directIo()));
    }

    /** The same on a file system of the caller's choice, for tests that break it. */
    static Footage open(
            FootageSettings settings,
            InstantSource wall,
            ClockReading.Source readings,
            Ticker ticker,
            DiskFiles files) {
        LiveFootage live = new LiveFootage();
        OpenVolume volume = new OpenVolume(settings, wall, readings, ticker);
        DiskThread disk = new DiskThread(settings, wall, readings, ticker, files, live, volume);
        disk.start();
        return new Footage(
                settings, ticker, volume, disk, new StoredLibrary(settings.root(), volume::readers, live, wall));
    }

    /**
     * What is on a volume, for a command that reads beside a running recorder or without one. Open segments are those on
     * disk at this moment. The recorder is not asked and not held up. No file stays open between two questions.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code volume-missing}, {@code volume-newer}
     */
    public static FootageLibrary readOnly(Path root, InstantSource wall) {
        Volume v = Volume.at(root);
        IndexReaders readers = IndexReaders.passing(v.index());
        return new StoredLibrary(root, () -> Optional.of(readers), Snapshot.of(v), wall);
    }

    /**
     * Makes the rows of the index again from the journals, while the recorder goes on.
     *
     * @return how many segments and gaps the journals told of
     * @throws tw.nvr.core.problem.ProblemException {@code volume-missing}, {@code index-unreadable}
     */
    public Reindex.Counts reindex() {
        IndexThread index = volume.index();
        Optional<IndexReaders> readers = volume.readers();
        Optional<Volume> v = volume.volume();
        if (index == null || readers.isEmpty() || v.isEmpty()) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "volume-missing", settings.root())
                    .exception();
        }
        return Reindex.beside(v.get(), readers.get(), index);
    }

    /** Where capture pushes. */
    public FootageSink sink() {
        return disk;
    }

    /** What readers ask. */
    public FootageLibrary library() {
        return library;
    }

    @Override
    public StorageStatus storage() {
        Optional<Volume> v = volume.volume();
        java.io.File root = settings.root().toFile();
        return new StorageStatus(
                v.map(x -> x.id().toString()),
                v.isPresent() ? root.getTotalSpace() : 0,
                v.isPresent() ? root.getUsableSpace() : 0,
                disk.writable(),
                disk.problem(),
                disk.queuedBytes(),
                disk.dropped(),
                disk.isDirect(),
                disk.lastWrite());
    }

    /**
     * Calls back on the disk thread for every finished day of every camera, with the hash of the last line of its journal;
     * days that ended while nobody listened are told at once, oldest first. A listener that throws is asked again.
     */
    public void onDayClosed(DiskThread.DayListener listener) {
        disk.onDayClosed(listener);
    }

    /** When the disk thread last finished what it was given, or had nothing to do; {@link Ticker} nanoseconds. */
    public long lastDiskNanos() {
        return disk.progressNanos();
    }

    /** The same of the index thread; now while there is none because the volume is away. */
    public long lastIndexNanos() {
        IndexThread index = volume.index();
        return index == null ? ticker.nanos() : index.progressNanos();
    }

    /** A clean stop: everything is sealed and synced, and the next start will call the time between {@code stopped}. */
    @Override
    public void close() {
        disk.close();
    }
}

package tw.nvr.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.storage.index.DirectIndex;
import tw.nvr.storage.index.IndexFile;
import tw.nvr.storage.index.IndexReaders;
import tw.nvr.storage.index.IndexThread;
import tw.nvr.storage.index.Rows;
import tw.nvr.storage.recovery.RecorderState;
import tw.nvr.storage.recovery.Recovery;
import tw.nvr.storage.recovery.Resumption;
import tw.nvr.storage.segment.SegmentName;
import tw.nvr.storage.segment.VolumeGate;
import tw.nvr.storage.volume.Volume;
import tw.nvr.storage.volume.VolumeLock;

/**
 * The volume while it is there: its lock, its index, its recovery. Opened and closed by the disk thread (the first time by
 * whoever starts it); the accessors for readers are thread-safe.
 */
final class OpenVolume implements VolumeGate {
    private static final Logger LOG = LoggerFactory.getLogger(OpenVolume.class);

    private final FootageSettings settings;
    private final InstantSource wall;
    private final ClockReading.Source readings;
    private final Ticker ticker;
    private Optional<UUID> known;
    private Object device;
    private VolumeLock lock;
    private volatile Volume volume;
    private volatile IndexThread index;
    private volatile IndexReaders readers;

    OpenVolume(FootageSettings settings, InstantSource wall, ClockReading.Source readings, Ticker ticker) {
        this.settings = settings;
        this.wall = wall;
        this.readings = readings;
        this.ticker = ticker;
        this.known = settings.volumeId();
    }

    @Override
    public Map<CameraId, RecorderState.Memory> open(Predicate<SegmentName> taken, boolean atStart) throws IOException {
        Path root = settings.root();
        Volume v = Volume.at(root);
        if (known.isPresent() && !known.get().equals(v.id())) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "volume-foreign", root, v.id(), known.get())
                    .exception();
        }
        lock = (atStart ? VolumeLock.take(root) : VolumeLock.retake(root))
                .orElseThrow(() ->
                        Problem.of(ProblemKind.CONFLICT, "volume-in-use", root).exception());
        boolean opened = false;
        try {
            Map<CameraId, RecorderState.Memory> memories = recover(v, taken, atStart);
            known = Optional.of(v.id());
            device = Files.getAttribute(root, "unix:dev");
            readers = new IndexReaders(v.index());
            volume = v;
            opened = true;
            return memories;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private Map<CameraId, RecorderState.Memory> recover(Volume v, Predicate<SegmentName> taken, boolean atStart)
            throws IOException {
        try {
            Connection connection = IndexFile.open(v.index()).connection();
            boolean done = false;
            try {
                DirectIndex direct = new DirectIndex(connection, v.index());
                Instant now = wall.instant();
                Map<CameraId, Recovery.Found> found = new Recovery(v, direct, taken, now).run();
                Map<CameraId, RecorderState.Memory> memories = atStart
                        ? new Resumption(v, direct, settings.zone()).run(RecorderState.read(v), found, readings.read())
                        : ends(found);
                index = new IndexThread(connection, ticker);
                done = true;
                return memories;
            } finally {
                if (!done) {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "index-unwritable", v.index(), String.valueOf(e.getMessage()))
                    .exception(e);
        }
    }

    /** The same process is back: it remembers all but where the recovered files end. */
    private static Map<CameraId, RecorderState.Memory> ends(Map<CameraId, Recovery.Found> found) {
        Map<CameraId, RecorderState.Memory> out = new TreeMap<>();
        found.forEach((camera, f) -> out.put(
                camera,
                new RecorderState.Memory(
                        f.lastRun(),
                        f.recovered().stream().max(Comparator.naturalOrder()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
        return out;
    }

    @Override
    public boolean isPresent() {
        Volume v = volume;
        if (v == null || !v.isPresent()) {
            return false;
        }
        try {
            return Files.getAttribute(settings.root(), "unix:dev").equals(device);
        } catch (IOException e) {
            LOG.warn("{} does not answer: {}", settings.root(), e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        if (index != null) {
            index.close();
        }
        index = null;
        if (readers != null) {
            readers.close();
        }
        readers = null;
        volume = null;
        if (lock != null) {
            try {
                lock.close();
            } catch (UncheckedIOException e) {
                LOG.warn("{}: {}", settings.root(), e.toString());
            }
        }
        lock = null;
    }

    @Override
    public boolean isOpen() {
        return volume != null;
    }

    @Override
    public IndexThread index() {
        return index;
    }

    /** For readers; empty while the volume is away. */
    Optional<IndexReaders> readers() {
        return Optional.ofNullable(readers);
    }

    /** For readers; empty while the volume is away. */
    Optional<Volume> volume() {
        return Optional.ofNullable(volume);
    }

    @Override
    public Map<CameraId, Instant> recoverOrphans(Predicate<SegmentName> taken) throws IOException {
        Map<CameraId, Instant> ends = new TreeMap<>();
        new Recovery(volume, new QueuedIndex(), taken, wall.instant())
                .run()
                .forEach((camera, f) ->
                        f.recovered().stream().max(Comparator.naturalOrder()).ifPresent(end -> ends.put(camera, end)));
        return ends;
    }

    @Override
    public void save(RecorderState state) throws IOException {
        state.write(volume);
    }

    /** The index as recovery uses it while the thread {@code index} is its writer. */
    private final class QueuedIndex implements Recovery.Index {
        @Override
        public java.util.Set<String> paths(CameraId camera) {
            return readers.read(c -> Rows.paths(c, camera));
        }

        @Override
        public void put(Segment segment) {
            submit(c -> Rows.put(c, segment));
        }

        @Override
        public void put(Gap gap) {
            submit(c -> Rows.put(c, gap));
        }

        @Override
        public void commit() {
            // The index thread commits each batch by itself.
            LOG.debug("recovery has handed its rows to the index");
        }

        private void submit(IndexThread.Change change) {
            if (!index.submit(change, () -> {})) {
                LOG.warn("a recovered row waits for the next start: the index does not keep up");
            }
        }
    }
}

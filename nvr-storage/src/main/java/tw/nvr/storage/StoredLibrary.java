package tw.nvr.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.index.IndexReaders;
import tw.nvr.storage.index.Rows;
import tw.nvr.storage.mp4.Mp4File;
import tw.nvr.storage.mp4.StoredFragment;
import tw.nvr.storage.segment.LiveFootage;
import tw.nvr.storage.segment.LiveSegment;

/**
 * The index and what the disk thread knows beyond it, as one. While the volume is away, nothing can be read and only what
 * is known in memory is told. Thread-safe.
 */
final class StoredLibrary implements FootageLibrary {
    private static final int KEPT_TABLES = 64;

    private final Path root;
    private final Supplier<Optional<IndexReaders>> index;
    private final LiveFootage live;
    private final InstantSource wall;
    private final Map<SegmentId, Table> tables = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SegmentId, Table> eldest) {
            return size() > KEPT_TABLES;
        }
    };

    /** Where a sealed file's fragments lie; kept, because players ask for the same file again and again. */
    private record Table(int initLength, List<FragmentRef> fragments, long bytes) {}

    /** @param index answers empty while the volume is away */
    StoredLibrary(Path root, Supplier<Optional<IndexReaders>> index, LiveFootage live, InstantSource wall) {
        this.root = root;
        this.index = index;
        this.live = live;
        this.wall = wall;
    }

    @Override
    public List<Segment> segments(CameraId camera, TimeRange range) {
        Map<SegmentId, Segment> all = new LinkedHashMap<>();
        // Live first: what reaches the index in between is then seen twice rather than not at all.
        List<Segment> fresh = live.segments(camera).stream()
                .filter(s -> !s.fragments().isEmpty())
                .map(LiveSegment::segment)
                .filter(s -> s.range().overlaps(range))
                .toList();
        ask(c -> Rows.segments(c, camera, range), List.<Segment>of()).forEach(s -> all.put(s.id(), s));
        fresh.forEach(s -> all.putIfAbsent(s.id(), s));
        return all.values().stream()
                .sorted(Comparator.comparing(s -> s.range().start()))
                .toList();
    }

    @Override
    public List<Gap> gaps(CameraId camera, TimeRange range) {
        Map<Instant, Gap> all = new TreeMap<>();
        Optional<LiveFootage.Ongoing> ongoing = live.ongoing(camera);
        List<Gap> fresh = live.gaps(camera);
        ask(c -> Rows.gaps(c, camera, range), List.<Gap>of())
                .forEach(g -> all.put(g.range().start(), g));
        fresh.stream()
                .filter(g -> g.range().overlaps(range))
                .forEach(g -> all.putIfAbsent(g.range().start(), g));
        Instant now = wall.instant();
        ongoing.filter(o -> o.since().isBefore(now))
                .flatMap(o -> lasting(camera, o, now))
                .filter(g -> g.range().overlaps(range))
                .ifPresent(g -> all.putIfAbsent(g.range().start(), g));
        return List.copyOf(all.values());
    }

    /** Footage that has begun ends a gap, even where the recorder has not written that down yet. */
    private Optional<Gap> lasting(CameraId camera, LiveFootage.Ongoing ongoing, Instant now) {
        Optional<Instant> next = live.segments(camera).stream()
                .filter(s -> !s.fragments().isEmpty())
                .map(s -> s.segment().range().start())
                .filter(t -> !t.isBefore(ongoing.since()))
                .min(Comparator.naturalOrder());
        TimeRange range = new TimeRange(ongoing.since(), next.orElse(now));
        boolean counts = next.isEmpty() || range.duration().compareTo(Coverage.SHORTEST_GAP) >= 0;
        return counts ? Optional.of(new Gap(camera, range, ongoing.cause(), next.isEmpty())) : Optional.empty();
    }

    @Override
    public Optional<Segment> segment(SegmentId id) {
        return live.segment(id)
                .map(LiveSegment::segment)
                .or(() -> ask(c -> Rows.segment(c, id), Optional.<Segment>empty()))
                .filter(s -> s.state() != SegmentState.DOOMED);
    }

    @Override
    public Optional<TimeRange> extent(CameraId camera) {
        Optional<TimeRange> stored = ask(c -> Rows.extent(c, camera), Optional.<TimeRange>empty());
        return live.segments(camera).stream()
                .filter(s -> !s.fragments().isEmpty())
                .map(s -> s.segment().range())
                .reduce(StoredLibrary::around)
                .map(fresh -> stored.map(s -> around(s, fresh)).orElse(fresh))
                .or(() -> stored);
    }

    private static TimeRange around(TimeRange a, TimeRange b) {
        Instant start = a.start().isBefore(b.start()) ? a.start() : b.start();
        Instant end = a.end().isAfter(b.end()) ? a.end() : b.end();
        return new TimeRange(start, end);
    }

    @Override
    public List<CameraId> cameras() {
        TreeSet<CameraId> all = new TreeSet<>(live.cameras());
        all.addAll(ask(Rows::cameras, java.util.Set.<CameraId>of()));
        return List.copyOf(all);
    }

    @Override
    public SegmentContent open(SegmentId id) {
        Optional<LiveSegment> open = live.segment(id);
        Segment segment = segment(id)
                .orElseThrow(() ->
                        Problem.of(ProblemKind.NOT_FOUND, "segment-unknown", id).exception());
        try {
            FileChannel channel = channel(segment);
            try {
                if (open.isPresent()) {
                    LiveSegment l = open.get();
                    return new StoredContent(segment, l.initLength(), l.fragments(), channel);
                }
                Table table = table(segment, channel);
                return new StoredContent(segment, table.initLength(), table.fragments(), channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw Problem.of(ProblemKind.DAMAGED, "segment-unreadable", id, String.valueOf(e.getMessage()))
                    .exception(e);
        }
    }

    private FileChannel channel(Segment s) throws IOException {
        try {
            return FileChannel.open(root.resolve(s.path()), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            // It was given its final name a moment ago.
            String sealed = s.path().replaceFirst("\\.part$", "");
            if (sealed.equals(s.path())) {
                throw e;
            }
            return FileChannel.open(root.resolve(sealed), StandardOpenOption.READ);
        }
    }

    private Table table(Segment s, FileChannel channel) throws IOException {
        synchronized (tables) {
            Table kept = tables.get(s.id());
            if (kept != null && kept.bytes() == channel.size()) {
                return kept;
            }
        }
        Mp4File file = Mp4File.read(channel);
        if (file.initLength() == 0 || file.fragments().isEmpty()) {
            throw new IOException("not a segment any more: " + s.path());
        }
        List<FragmentRef> refs =
                file.fragments().stream().map(StoredFragment::ref).toList();
        Table table = new Table(file.initLength(), refs, channel.size());
        synchronized (tables) {
            tables.put(s.id(), table);
        }
        return table;
    }

    @Override
    public AutoCloseable onFragment(CameraId camera, LiveListener listener) {
        return live.listen(camera, listener);
    }

    private <T> T ask(IndexReaders.Query<T> query, T whenAway) {
        Optional<IndexReaders> readers = index.get();
        return readers.isPresent() ? readers.get().read(query) : whenAway;
    }
}

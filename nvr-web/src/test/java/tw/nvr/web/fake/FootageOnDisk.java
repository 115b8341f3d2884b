package tw.nvr.web.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.TimeRange;

/** A footage library over real files that a test writes fragment by fragment. Thread-safe. */
public final class FootageOnDisk implements FootageLibrary {
    public static final StreamFormat FORMAT = new StreamFormat(
            new VideoFormat(
                    VideoFormat.Codec.H264, 640, 360, new byte[] {1, 0x64, 0, 0x1f, (byte) 0xff, (byte) 0xe0, 0}),
            Optional.empty());

    private final Path root;
    private final Map<SegmentId, Writing> segments = new HashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Listening> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger stillOpen = new AtomicInteger();

    public FootageOnDisk(Path root) {
        this.root = root;
    }

    /** Begins a segment; it is open until {@link Writing#seal}. */
    public synchronized Writing segment(CameraId camera, Instant start, long run, boolean audio) {
        Writing writing = new Writing(SegmentId.of(camera, start.toEpochMilli(), run), camera, start, run, audio);
        segments.put(writing.id, writing);
        return writing;
    }

    public synchronized void gap(Gap gap) {
        gaps.add(gap);
    }

    public synchronized void destroy(SegmentId id) {
        segments.remove(id);
    }

    /** How often a segment was opened. */
    public int opened() {
        return opened.get();
    }

    /** How many contents are not closed yet. */
    public int stillOpen() {
        return stillOpen.get();
    }

    public int listeners() {
        return listeners.size();
    }

    @Override
    public synchronized List<Segment> segments(CameraId camera, TimeRange range) {
        return segments.values().stream()
                .map(Writing::segment)
                .filter(s -> s.camera().equals(camera) && s.range().overlaps(range))
                .sorted(Comparator.comparing(s -> s.range().start()))
                .toList();
    }

    @Override
    public synchronized List<Gap> gaps(CameraId camera, TimeRange range) {
        return gaps.stream()
                .filter(g -> g.camera().equals(camera) && g.range().overlaps(range))
                .sorted(Comparator.comparing(g -> g.range().start()))
                .toList();
    }

    @Override
    public synchronized Optional<Segment> segment(SegmentId id) {
        return Optional.ofNullable(segments.get(id)).map(Writing::segment);
    }

    @Override
    public synchronized Optional<TimeRange> extent(CameraId camera) {
        List<TimeRange> all = segments.values().stream()
                .map(Writing::segment)
                .filter(s -> s.camera().equals(camera))
                .map(Segment::range)
                .toList();
        return all.stream()
                .map(TimeRange::start)
                .min(Comparator.naturalOrder())
                .map(s -> new TimeRange(
                        s,
                        all.stream()
                                .map(TimeRange::end)
                                .max(Comparator.naturalOrder())
                                .orElse(s)));
    }

    @Override
    public synchronized List<CameraId> cameras() {
        Set<CameraId> ids = new TreeSet<>();
        segments.values().forEach(w -> ids.add(w.camera));
        gaps.forEach(g -> ids.add(g.camera()));
        return List.copyOf(ids);
    }

    @Override
    public synchronized SegmentContent open(SegmentId id) {
        Writing writing = segments.get(id);
        if (writing == null) {
            throw Problem.of(ProblemKind.NOT_FOUND, "segment-unknown", id).exception();
        }
        return writing.open();
    }

    @Override
    public AutoCloseable onFragment(CameraId camera, LiveListener listener) {
        Listening entry = new Listening(camera, listener);
        listeners.add(entry);
        return () -> listeners.remove(entry);
    }

    private record Listening(CameraId camera, LiveListener listener) {}

    /** A segment's file. */
    public final class Writing {
        private final SegmentId id;
        private final CameraId camera;
        private final Instant start;
        private final long run;
        private final boolean audio;
        private final Path file;
        private final List<FragmentRef> fragments = new ArrayList<>();
        private SegmentState state = SegmentState.OPEN;
        private long bytes;

        Writing(SegmentId id, CameraId camera, Instant start, long run, boolean audio) {
            this.id = id;
            this.camera = camera;
            this.start = start;
            this.run = run;
            this.audio = audio;
            this.file = root.resolve(id + ".mp4");
            append(MiniMp4.init(audio));
        }

        public SegmentId id() {
            return id;
        }

        public Path file() {
            return file;
        }

        /** Writes a fragment of pictures of 1/10 s each, the first of which is a key frame if {@code key}; tells listeners. */
        public FragmentRef fragment(Instant at, long decodeTicks, int pictures, boolean key, int pictureBytes) {
            List<MiniMp4.Sample> samples = new ArrayList<>();
            for (int i = 0; i < pictures; i++) {
                byte[] content = new byte[pictureBytes];
                Arrays.fill(content, (byte) (key && i == 0 ? 'K' : 'p'));
                samples.add(new MiniMp4.Sample(content, 9000, 0, key && i == 0));
            }
            return fragment(at, decodeTicks, samples, key);
        }

        /** Writes a fragment of given samples. */
        public FragmentRef fragment(Instant at, long decodeTicks, List<MiniMp4.Sample> samples, boolean key) {
            FragmentRef ref;
            Segment now;
            synchronized (FootageOnDisk.this) {
                byte[] sound = audio ? "sound".repeat(20).getBytes(StandardCharsets.US_ASCII) : new byte[0];
                byte[] content = MiniMp4.fragment(fragments.size() + 1, decodeTicks, samples, sound);
                long ticks =
                        samples.stream().mapToLong(MiniMp4.Sample::duration).sum();
                ref = new FragmentRef(bytes, content.length, at, ticks, decodeTicks, key);
                append(content);
                fragments.add(ref);
                now = segment();
            }
            for (Listening l : listeners) {
                if (l.camera().equals(camera)) {
                    l.listener().written(now, ref);
                }
            }
            return ref;
        }

        public Writing seal() {
            synchronized (FootageOnDisk.this) {
                state = SegmentState.SEALED;
                append(MiniMp4.box("mfra", new byte[40]));
            }
            return this;
        }

        public Segment segment() {
            synchronized (FootageOnDisk.this) {
                Instant end = fragments.isEmpty()
                        ? start
                        : fragments.get(fragments.size() - 1).end();
                return new Segment(
                        id,
                        camera,
                        new TimeRange(start, end),
                        run,
                        state,
                        Set.of(),
                        "footage/" + id + ".mp4",
                        bytes,
                        Optional.empty(),
                        FORMAT,
                        fragments.size());
            }
        }

        public List<FragmentRef> fragments() {
            return List.copyOf(fragments);
        }

        private void append(byte[] content) {
            try {
                Files.write(file, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                bytes += content.length;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private SegmentContent open() {
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                opened.incrementAndGet();
                stillOpen.incrementAndGet();
                return new Content(segment(), List.copyOf(fragments), channel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Content implements SegmentContent {
        private final Segment segment;
        private final List<FragmentRef> fragments;
        private final FileChannel channel;

        Content(Segment segment, List<FragmentRef> fragments, FileChannel channel) {
            this.segment = segment;
            this.fragments = fragments;
            this.channel = channel;
        }

        @Override
        public Segment segment() {
            return segment;
        }

        @Override
        public int initLength() {
            return MiniMp4.BLOCK;
        }

        @Override
        public List<FragmentRef> fragments() {
            return fragments;
        }

        @Override
        public FileChannel channel() {
            return channel;
        }

        @Override
        public void close() {
            try {
                if (channel.isOpen()) {
                    channel.close();
                    stillOpen.decrementAndGet();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package tw.nvr.capture.run;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.simulated.SentUnit;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.SampleTable;
import tw.nvr.core.footage.StreamFormat;

/** A footage sink that keeps what it gets, in memory. Thread-safe. */
public final class KeptFootage implements FootageSink {
    /** One sample of a fragment; times are ticks since the start of the run. */
    public record Sample(long decode, long present, int duration, int size, boolean key, String sha1) {}

    /** One fragment as it was handed over. */
    public record Part(Instant start, Instant end, boolean damaged, List<Sample> video, List<Sample> audio) {}

    /** One run. */
    public static final class Run {
        public final CameraId camera;
        public final StreamFormat format;
        public final List<Part> parts = new ArrayList<>();
        private Optional<GapCause> cause = Optional.empty();
        private boolean closed;

        Run(CameraId camera, StreamFormat format) {
            this.camera = camera;
            this.format = format;
        }

        public boolean closed() {
            return closed;
        }

        /** Empty while it is open, and when another run follows at once. */
        public Optional<GapCause> cause() {
            return cause;
        }

        public List<Sample> video() {
            return parts.stream().flatMap(p -> p.video().stream()).toList();
        }

        public List<Sample> audio() {
            return parts.stream().flatMap(p -> p.audio().stream()).toList();
        }
    }

    /** A word of {@link FootageSink#notRecording}. */
    public record Word(CameraId camera, GapCause cause, Instant at) {}

    private final FragmentPool pool;
    private final List<Run> runs = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private final List<CameraId> forgotten = new ArrayList<>();
    private boolean refusing;
    private int outstanding;

    public KeptFootage(long poolBytes) {
        pool = new FragmentPool(poolBytes);
    }

    public KeptFootage() {
        this(64L << 20);
    }

    @Override
    public FragmentPool pool() {
        return pool;
    }

    /** From now on nothing is taken, or everything again. */
    public synchronized void refuse(boolean on) {
        refusing = on;
    }

    @Override
    public synchronized RunSink openRun(CameraId camera, StreamFormat format) {
        Run run = new Run(camera, format);
        runs.add(run);
        outstanding++;
        return new RunSink() {
            @Override
            public boolean offer(Fragment fragment) {
                synchronized (KeptFootage.this) {
                    if (run.closed) {
                        throw new IllegalStateException("offered to a run that is closed");
                    }
                    if (!refusing) {
                        run.parts.add(copy(fragment));
                    }
                    pool.release(fragment);
                    return !refusing;
                }
            }

            @Override
            public void close(GapCause cause, Instant at) {
                synchronized (KeptFootage.this) {
                    if (run.closed) {
                        throw new IllegalStateException("closed twice");
                    }
                    run.closed = true;
                    run.cause = Optional.ofNullable(cause);
                    outstanding--;
                }
            }
        };
    }

    private static Part copy(Fragment f) {
        ByteBuffer bytes = f.buffer().duplicate().flip().position(Fragment.HEAD_ROOM);
        List<Sample> video = samples(f.video(), bytes, true);
        List<Sample> audio = samples(f.audio(), bytes, false);
        if (bytes.hasRemaining()) {
            throw new IllegalStateException(bytes.remaining() + " bytes belong to no sample");
        }
        return new Part(f.start(), f.end(), f.damaged(), video, audio);
    }

    private static List<Sample> samples(SampleTable table, ByteBuffer bytes, boolean nals) {
        List<Sample> out = new ArrayList<>();
        long decode = table.baseDecodeTicks();
        for (int i = 0; i < table.count(); i++) {
            ByteBuffer sample = bytes.slice(bytes.position(), table.size(i));
            bytes.position(bytes.position() + table.size(i));
            byte[] raw = new byte[sample.remaining()];
            sample.get(0, raw);
            String sha1 = nals ? SentUnit.sha1OfSample(sample) : SentUnit.sha1OfNals(List.of(raw));
            out.add(new Sample(
                    decode, decode + table.compositionOffset(i), table.duration(i), table.size(i), table.key(i), sha1));
            decode += table.duration(i);
        }
        return out;
    }

    @Override
    public synchronized void notRecording(CameraId camera, GapCause cause, Instant at) {
        words.add(new Word(camera, cause, at));
    }

    @Override
    public synchronized void forget(CameraId camera, Instant at) {
        forgotten.add(camera);
    }

    /** All runs so far; copies of what they hold now. */
    public synchronized List<Run> runs() {
        List<Run> out = new ArrayList<>();
        for (Run r : runs) {
            Run copy = new Run(r.camera, r.format);
            copy.parts.addAll(r.parts);
            copy.closed = r.closed;
            copy.cause = r.cause;
            out.add(copy);
        }
        return out;
    }

    public List<Run> runs(CameraId camera) {
        return runs().stream().filter(r -> r.camera.equals(camera)).toList();
    }

    /** Samples of all runs. */
    public List<Sample> video() {
        return runs().stream().flatMap(r -> r.video().stream()).toList();
    }

    public synchronized List<Word> words() {
        return List.copyOf(words);
    }

    public synchronized List<CameraId> forgotten() {
        return List.copyOf(forgotten);
    }

    /** Runs that are open. */
    public synchronized int outstanding() {
        return outstanding;
    }
}

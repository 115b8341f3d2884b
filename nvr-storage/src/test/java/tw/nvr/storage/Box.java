package tw.nvr.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.segment.DiskFiles;
import tw.nvr.storage.segment.SystemDisk;
import tw.nvr.storage.volume.Volume;

/** A recorder's storage under test: a volume, a wall clock that stands still until it is set, a boot that can be changed. */
public final class Box {
    public static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");

    /** 2026-11-20 08:00:00 in Taipei. */
    public static final Instant MORNING = Instant.parse("2026-11-20T00:00:00Z");

    public static final CameraId GATE = new CameraId("gate");
    public static final TimeRange EVER =
            new TimeRange(MORNING.minus(Duration.ofDays(30)), MORNING.plus(Duration.ofDays(30)));

    private final AtomicReference<Instant> wall = new AtomicReference<>(MORNING);
    private final AtomicReference<String> bootId = new AtomicReference<>("boot-1");
    private volatile boolean trusted = true;
    private FootageSettings settings;
    private DiskFiles disk;
    private Ticker ticker = System::nanoTime;

    public Box(Path root) {
        this.settings = FootageSettings.of(root, TAIPEI).withReserve(0).withSegmentLength(Duration.ofMinutes(5));
        this.disk = new SystemDisk(true);
    }

    public static Box init(Path root) {
        Volume.init(root, "test", MORNING);
        return new Box(root);
    }

    public Box settings(FootageSettings s) {
        settings = s;
        return this;
    }

    public FootageSettings settings() {
        return settings;
    }

    /** Whether to write past the page cache; so it is unless told otherwise. */
    public Box directIo(boolean on) {
        return disk(new SystemDisk(on));
    }

    public Box disk(DiskFiles d) {
        disk = d;
        return this;
    }

    /** Elapsed time runs so many times as fast for the disk thread, so that what it does every ten seconds comes soon. */
    public Box hurry(int times) {
        ticker = () -> System.nanoTime() * times;
        return this;
    }

    public Footage open() {
        return Footage.open(settings, clock(), this::reading, ticker, disk);
    }

    public InstantSource clock() {
        return wall::get;
    }

    public void setClock(Instant t) {
        wall.set(t);
    }

    public void reboot() {
        bootId.set(bootId.get() + "'");
    }

    public void distrustClock() {
        trusted = false;
    }

    public ClockReading reading() {
        return new ClockReading(wall.get(), 1, bootId.get(), trusted);
    }

    /** Records seconds of a run, waiting for each to be written; sets the clock to their end. */
    public void record(Footage footage, RunSink run, SyntheticRun source, int seconds) {
        for (int i = 0; i < seconds; i++) {
            Instant end = source.at().plusSeconds(1);
            Fragment f = source.next();
            if (!run.offer(f)) {
                throw new AssertionError("dropped at " + end);
            }
            setClock(end);
            await("written to " + end, () -> footage.storage().queuedBytes() == 0);
        }
    }

    /** One run of a camera from now on, closed with no word. */
    public void recordRun(Footage footage, CameraId camera, Instant start, int seconds) {
        FootageSink sink = footage.sink();
        RunSink run = sink.openRun(camera, SyntheticRun.PICTURES);
        record(footage, run, new SyntheticRun(sink.pool(), start, false, 2, 0), seconds);
        run.close(null, start.plusSeconds(seconds));
    }

    /** Waits for a condition; fails after ten seconds. */
    public static void await(String what, BooleanSupplier condition) {
        await(what, Duration.ofSeconds(10), condition);
    }

    /** Waits for a condition; fails after that long. */
    public static void await(String what, Duration longest, BooleanSupplier condition) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + longest + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Waits until the library's segments of a camera are all sealed, and there is at least one. */
    public static void awaitSealed(FootageLibrary library, CameraId camera) {
        await("all segments sealed", () -> {
            var all = library.segments(camera, EVER);
            return !all.isEmpty() && all.stream().allMatch(s -> s.sha256().isPresent());
        });
    }
}

package tw.nvr.storage.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.storage.index.IndexReaders;
import tw.nvr.storage.index.Rows;
import tw.nvr.storage.segment.SegmentName;
import tw.nvr.storage.volume.Volume;
import tw.nvr.storage.volume.VolumeLock;

/**
 * Compares every file, journal line and row of a volume (invariants 1 to 3), beside a running recorder or without one.
 * Changes nothing. One per verification; used by one thread.
 */
public final class FootageVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(FootageVerifier.class);

    /** A seal in progress is in step again long before this has passed as often as it is tried. */
    private static final long SETTLE_MILLIS = 1000;

    private static final int TRIES = 3;

    private final Volume volume;
    private final IndexReaders readers;
    private final double share;
    private final boolean live;
    private final DayCheck.Counts counts = new DayCheck.Counts();
    private final List<InvariantFinding> findings = new ArrayList<>();

    private FootageVerifier(Volume volume, IndexReaders readers, double share, boolean live) {
        this.volume = volume;
        this.readers = readers;
        this.share = share;
        this.live = live;
    }

    /**
     * Verifies a volume.
     *
     * @param camera only that one's footage; empty for all
     * @param share of the sealed files that are read and hashed, 0 to 1; the same ones every time for the same share
     * @throws tw.nvr.core.problem.ProblemException {@code volume-missing}, {@code volume-unwritable}, {@code
     *     index-unreadable}
     */
    public static VerifyReport verify(Path root, Optional<CameraId> camera, double share) {
        Volume volume = Volume.at(root);
        try (IndexReaders readers = new IndexReaders(volume.index())) {
            FootageVerifier v = new FootageVerifier(volume, readers, share, isRecorderRunning(root));
            v.run(camera);
            return v.counts.report(v.findings);
        } catch (IOException e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "volume-unwritable", root, String.valueOf(e.getMessage()))
                    .exception(e);
        }
    }

    private static boolean isRecorderRunning(Path root) {
        try {
            return VolumeLock.isHeld(root);
        } catch (IOException e) {
            LOG.info("the lock of {} cannot be looked at ({}); taking the recorder for running", root, e.toString());
            return true;
        }
    }

    private void run(Optional<CameraId> only) throws IOException {
        Set<CameraId> all = new TreeSet<>(readers.read(Rows::cameras));
        for (Path p : children(volume.footage())) {
            String name = p.getFileName().toString();
            if (CameraId.isValid(name) && Files.isDirectory(p)) {
                all.add(new CameraId(name));
            } else {
                findings.add(new InvariantFinding(2, "stray-file", Volume.FOOTAGE + "/" + name, "no camera's folder"));
            }
        }
        for (CameraId camera : all) {
            if (only.isEmpty() || only.get().equals(camera)) {
                camera(camera);
            }
        }
    }

    private void camera(CameraId camera) throws IOException {
        Path directory = volume.footage().resolve(camera.value());
        Set<String> days = new TreeSet<>();
        for (String path : readers.read(c -> Rows.paths(c, camera))) {
            days.add(path.split("/", -1)[2]);
        }
        for (Path p : children(directory)) {
            String name = p.getFileName().toString();
            if (SegmentName.isDay(name) && Files.isDirectory(p)) {
                days.add(name);
            } else {
                String path = Volume.FOOTAGE + "/" + camera + "/" + name;
                findings.add(new InvariantFinding(2, "stray-file", path, "no day's folder"));
            }
        }
        List<Gap> gapLines = new ArrayList<>();
        for (String day : days) {
            day(camera, day, gapLines);
        }
        gaps(camera, gapLines);
    }

    private void day(CameraId camera, String day, List<Gap> gapLines) throws IOException {
        String relative = Volume.FOOTAGE + "/" + camera + "/" + day;
        for (int attempt = 1; ; attempt++) {
            // Rows before lines before files: a seal makes them in the other order.
            List<Segment> rows = readers.read(c -> Rows.inDirectory(c, relative));
            DayCheck check = new DayCheck(volume.root(), camera, day, rows, live, share);
            check.run();
            if (check.findings().isEmpty() || !live || attempt == TRIES) {
                counts.add(check.counts());
                findings.addAll(check.findings());
                gapLines.addAll(check.gaps());
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS));
        }
    }

    private void gaps(CameraId camera, List<Gap> lines) {
        List<Gap> rows = readers.read(c -> Rows.gaps(c, camera, DayCheck.EVER));
        String path = Volume.FOOTAGE + "/" + camera;
        for (Gap g : lines) {
            if (!rows.contains(g) && !live) {
                findings.add(new InvariantFinding(1, "gap-row-missing", path, g.range() + " " + g.cause()));
            }
            if (g.cause() == tw.nvr.core.footage.GapCause.UNKNOWN) {
                findings.add(
                        new InvariantFinding(3, "gap-unknown", path, g.range().toString()));
            }
        }
        for (Gap g : rows) {
            if (!lines.contains(g) && !live) {
                findings.add(new InvariantFinding(1, "gap-row-without-line", path, g.range() + " " + g.cause()));
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> in = Files.list(directory)) {
            return in.sorted().toList();
        }
    }
}

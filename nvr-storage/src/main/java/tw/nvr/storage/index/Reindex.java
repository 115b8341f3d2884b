package tw.nvr.storage.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.journal.JournalFile;
import tw.nvr.storage.journal.JournalLine;
import tw.nvr.storage.recovery.Recovery;
import tw.nvr.storage.segment.SegmentName;
import tw.nvr.storage.volume.DurableFiles;
import tw.nvr.storage.volume.Volume;
import tw.nvr.storage.volume.VolumeLock;

/** Makes {@code footage.db} again from journals and files. Stateless. */
public final class Reindex {
    private Reindex() {}

    /** How many rows the index has then. */
    public record Counts(long segments, long gaps) {}

    /**
     * While no recorder runs: a new database is made beside the old one and put in its place when it is whole. Ends open
     * files as a start would.
     *
     * @throws ProblemException {@code volume-missing}, {@code volume-in-use}, {@code index-unwritable}
     */
    public static Counts offline(Path root, Instant now) {
        Volume volume = Volume.at(root);
        Path fresh = root.resolve(Volume.INDEX + ".new");
        try {
            VolumeLock lock = VolumeLock.take(root)
                    .orElseThrow(() -> Problem.of(ProblemKind.CONFLICT, "volume-in-use", root)
                            .exception());
            try {
                deleteDatabase(fresh);
                Counts counts = fill(volume, fresh, now);
                deleteDatabase(volume.index());
                Files.move(fresh, volume.index(), StandardCopyOption.ATOMIC_MOVE);
                DurableFiles.syncDirectory(root);
                return counts;
            } finally {
                lock.close();
            }
        } catch (IOException | SQLException e) {
            throw refused(volume, e);
        }
    }

    private static Counts fill(Volume volume, Path file, Instant now) throws IOException, SQLException {
        try (Connection c = IndexFile.open(file).connection()) {
            new Recovery(volume, new DirectIndex(c, file), name -> false, now).run();
            Counts counts = new Counts(count(c, "segment"), count(c, "gap"));
            c.commit();
            return counts;
        }
    }

    private static long count(Connection c, String table) throws SQLException {
        try (Statement s = c.createStatement();
                var r = s.executeQuery("SELECT count(*) FROM " + table)) {
            return r.getLong(1);
        }
    }

    /**
     * Beside the recorder: rows are renewed camera by camera through its index thread, and rows without a file taken out.
     *
     * @throws ProblemException {@code index-unreadable}, {@code index-unwritable}
     */
    public static Counts beside(Volume volume, IndexReaders readers, IndexThread index) {
        long segments = 0;
        long gaps = 0;
        try {
            for (Path directory : children(volume.footage())) {
                if (!CameraId.isValid(directory.getFileName().toString())) {
                    continue;
                }
                CameraId camera = new CameraId(directory.getFileName().toString());
                Set<String> stale = new HashSet<>(readers.read(c -> Rows.paths(c, camera)));
                List<Segment> s = new ArrayList<>();
                List<Gap> g = new ArrayList<>();
                for (Path day : children(directory)) {
                    read(volume.root(), camera, day, s, g);
                }
                s.forEach(x -> stale.remove(x.path()));
                if (!index.submit(c -> renew(c, s, g, stale), () -> {})) {
                    throw new IOException("the index does not keep up");
                }
                segments += s.size();
                gaps += g.size();
            }
            return new Counts(segments, gaps);
        } catch (IOException e) {
            throw refused(volume, e);
        }
    }

    private static void renew(Connection c, List<Segment> segments, List<Gap> gaps, Set<String> stale)
            throws SQLException {
        Rows.remove(c, stale);
        for (Segment s : segments) {
            Rows.put(c, s);
        }
        for (Gap g : gaps) {
            Rows.put(c, g);
        }
    }

    private static void read(Path root, CameraId camera, Path day, List<Segment> segments, List<Gap> gaps)
            throws IOException {
        if (!SegmentName.isDay(day.getFileName().toString())) {
            return;
        }
        String relative = Volume.FOOTAGE + "/" + camera + "/" + day.getFileName();
        for (JournalLine line : JournalFile.read(day).lines()) {
            Entries.segment(camera, relative, line)
                    .filter(s -> Files.exists(root.resolve(s.path())))
                    .ifPresent(segments::add);
            Entries.gap(camera, line).ifPresent(gaps::add);
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> in = Files.list(directory)) {
            return in.sorted().toList();
        } catch (java.nio.file.NotDirectoryException e) {
            return List.of();
        }
    }

    private static void deleteDatabase(Path file) throws IOException {
        for (String tail : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + tail));
        }
    }

    private static ProblemException refused(Volume volume, Exception e) {
        return Problem.of(ProblemKind.UNAVAILABLE, "index-unwritable", volume.index(), String.valueOf(e.getMessage()))
                .exception(e);
    }
}

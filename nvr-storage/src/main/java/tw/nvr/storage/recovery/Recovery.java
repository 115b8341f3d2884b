package tw.nvr.storage.recovery;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.journal.JournalFile;
import tw.nvr.storage.journal.JournalLine;
import tw.nvr.storage.segment.SegmentName;
import tw.nvr.storage.volume.Volume;

/**
 * Brings files, journals and index of a volume in step before anything is recorded (invariants 1 to 3): torn journal lines
 * cut off, open files ended, sealed files without a line given one, rows that the index lost added. Sealed files are not
 * read again. Run by whoever holds the volume's lock. May be repeated at any time with the same end.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** Newest days of a camera whose journals are always read, because the index may have lost its last commits. */
    private static final int NEWEST_DAYS = 2;

    private final Volume volume;
    private final Index index;
    private final Predicate<SegmentName> taken;
    private final Instant now;
    private final Map<CameraId, Found> found = new TreeMap<>();

    /** What recovery asks of the index. */
    public interface Index {
        /** Paths of a camera's segments that have a row. */
        Set<String> paths(CameraId camera);

        void put(Segment segment);

        void put(Gap gap);

        /** One camera is done. */
        void commit();
    }

    /** @param taken says of which files somebody takes care already; before recording starts: none */
    public Recovery(Volume volume, Index index, Predicate<SegmentName> taken, Instant now) {
        this.volume = volume;
        this.index = index;
        this.taken = taken;
        this.now = now;
    }

    /**
     * What was found of a camera.
     *
     * @param lastRun highest run number in the names of its files
     * @param footageEnd end of its last segment
     * @param recovered ends of the segments that were ended just now
     * @param lastDay newest day with a journal
     * @param touchedDays days whose journal grew
     * @param bootId of its last segment's clock evidence
     */
    public record Found(
            long lastRun,
            Optional<Instant> footageEnd,
            List<Instant> recovered,
            Optional<String> lastDay,
            Set<String> touchedDays,
            Optional<String> bootId) {
        static final Found NOTHING =
                new Found(0, Optional.empty(), List.of(), Optional.empty(), Set.of(), Optional.empty());

        public Found {
            recovered = List.copyOf(recovered);
            touchedDays = Set.copyOf(touchedDays);
        }
    }

    /**
     * Does all of it and commits.
     *
     * @throws IOException when the disk refuses
     * @throws tw.nvr.core.problem.ProblemException when the index refuses
     */
    public Map<CameraId, Found> run() throws IOException {
        for (Path camera : directories(volume.footage())) {
            String name = camera.getFileName().toString();
            if (CameraId.isValid(name)) {
                camera(new CameraId(name), camera);
                index.commit();
            } else {
                LOG.warn("{} is no camera's directory and is left alone", camera);
            }
        }
        return found;
    }

    private void camera(CameraId camera, Path directory) throws IOException {
        Set<String> known = index.paths(camera);
        List<Path> days = directories(directory).stream()
                .filter(d -> SegmentName.isDay(d.getFileName().toString()))
                .toList();
        Findings findings = new Findings();
        for (int i = 0; i < days.size(); i++) {
            boolean newest = i >= days.size() - NEWEST_DAYS;
            new Day(camera, days.get(i), known, newest, findings).run();
        }
        found.put(camera, findings.result());
    }

    private static List<Path> directories(Path parent) throws IOException {
        List<Path> out = new ArrayList<>();
        try (DirectoryStream<Path> in = Files.newDirectoryStream(parent, Files::isDirectory)) {
            in.forEach(out::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        out.sort(null);
        return out;
    }

    /** What is gathered while a camera's days are walked. */
    private static final class Findings {
        private long lastRun;
        private Instant footageEnd;
        private String lastDay;
        private String bootId;
        private final List<Instant> recovered = new ArrayList<>();
        private final Set<String> touched = new TreeSet<>();

        void segment(Segment s) {
            if (footageEnd == null || s.range().end().isAfter(footageEnd)) {
                footageEnd = s.range().end();
            }
        }

        Found result() {
            return new Found(
                    lastRun,
                    Optional.ofNullable(footageEnd),
                    recovered,
                    Optional.ofNullable(lastDay),
                    touched,
                    Optional.ofNullable(bootId));
        }
    }

    /** One camera's day. */
    private final class Day {
        private final CameraId camera;
        private final Path directory;
        private final String day;
        private final Set<String> known;
        private final boolean newest;
        private final Findings findings;
        private final List<SegmentName> parts = new ArrayList<>();
        private final List<SegmentName> sealed = new ArrayList<>();

        Day(CameraId camera, Path directory, Set<String> known, boolean newest, Findings findings) {
            this.camera = camera;
            this.directory = directory;
            this.day = directory.getFileName().toString();
            this.known = known;
            this.newest = newest;
            this.findings = findings;
        }

        void run() throws IOException {
            list();
            boolean indexed = sealed.stream().allMatch(n -> known.contains(n.path()));
            if (!newest && parts.isEmpty() && indexed) {
                return;
            }
            JournalFile.Content content = JournalFile.read(directory);
            long torn = JournalFile.cutTorn(directory, content);
            JournalFile journal = JournalFile.open(directory, content);
            if (torn > 0) {
                LOG.warn("{}: {} bytes of a torn last line cut off", directory.resolve(JournalFile.NAME), torn);
                journal.append(Entries.correction("torn-line", JournalFile.NAME, torn, now));
                findings.touched.add(day);
            }
            Set<String> named = rows(content);
            for (SegmentName name : sealed) {
                if (!named.contains(name.file())) {
                    LOG.warn("{} has no journal line yet; it gets one", name.path());
                    ended(new PartRecovery(volume.root()).complete(name, journal));
                }
            }
            for (SegmentName part : parts) {
                Optional<Segment> s = new PartRecovery(volume.root()).recover(part, journal, now);
                findings.touched.add(day);
                if (s.isPresent()) {
                    ended(s.get());
                }
            }
            if (!journal.isEmpty()) {
                findings.lastDay = day;
            }
        }

        private void ended(Segment s) {
            index.put(s);
            findings.touched.add(day);
            findings.segment(s);
            findings.recovered.add(s.range().end());
        }

        /** Adds the rows that the journal has and the index lost; answers the files it names. */
        private Set<String> rows(JournalFile.Content content) {
            Set<String> present = sealed.stream().map(SegmentName::file).collect(Collectors.toSet());
            Set<String> named = new TreeSet<>();
            String relative = Volume.FOOTAGE + "/" + camera + "/" + day;
            for (JournalLine line : content.lines()) {
                Optional<Segment> segment = Entries.segment(camera, relative, line);
                Optional<Gap> gap = Entries.gap(camera, line);
                if (gap.isPresent()) {
                    index.put(gap.get());
                }
                if (segment.isPresent()) {
                    Segment s = segment.get();
                    String file = s.path().substring(relative.length() + 1);
                    named.add(file);
                    findings.segment(s);
                    Entries.clock(line.fields()).ifPresent(c -> findings.bootId = c.bootId());
                    if (present.contains(file) && !known.contains(s.path())) {
                        index.put(s);
                    }
                }
            }
            return named;
        }

        private void list() throws IOException {
            try (DirectoryStream<Path> in = Files.newDirectoryStream(directory)) {
                for (Path p : in) {
                    file(p.getFileName().toString());
                }
            } catch (java.nio.file.DirectoryIteratorException e) {
                throw e.getCause();
            }
            sealed.sort(java.util.Comparator.comparing(SegmentName::file));
            parts.sort(java.util.Comparator.comparing(SegmentName::file));
        }

        private void file(String file) {
            boolean part = file.endsWith(SegmentName.PART);
            String name = part ? file.substring(0, file.length() - SegmentName.PART.length()) : file;
            SegmentName.parse(camera, day, name).filter(n -> !taken.test(n)).ifPresent(n -> {
                (part ? parts : sealed).add(n);
                findings.lastRun = Math.max(findings.lastRun, n.run());
            });
        }
    }
}

package tw.nvr.storage.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentMark;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.journal.Hashes;
import tw.nvr.storage.journal.JournalFile;
import tw.nvr.storage.journal.JournalLine;
import tw.nvr.storage.json.Json;
import tw.nvr.storage.segment.SegmentName;
import tw.nvr.storage.volume.Volume;

/** The invariants of one camera's day, counted. Used by one thread, once. */
final class DayCheck {
    /** All the time the index can speak of. */
    static final TimeRange EVER =
            new TimeRange(Instant.parse("1970-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));

    private final Path root;
    private final CameraId camera;
    private final String day;
    private final String relative;
    private final Map<String, Segment> rows = new HashMap<>();
    private final boolean live;
    private final double share;
    private final Counts counts = new Counts();
    private final List<InvariantFinding> findings = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<String, Segment> lines = new HashMap<>();
    private final Set<String> setAside = new HashSet<>();

    DayCheck(Path root, CameraId camera, String day, List<Segment> rows, boolean live, double share) {
        this.root = root;
        this.camera = camera;
        this.day = day;
        this.relative = Volume.FOOTAGE + "/" + camera + "/" + day;
        this.live = live;
        this.share = share;
        rows.forEach(s -> this.rows.put(s.path(), s));
    }

    /** How much was looked at. */
    static final class Counts {
        private long days;
        private long segments;
        private long gaps;
        private long hashed;
        private long hashedBytes;

        void add(Counts other) {
            days += other.days;
            segments += other.segments;
            gaps += other.gaps;
            hashed += other.hashed;
            hashedBytes += other.hashedBytes;
        }

        VerifyReport report(List<InvariantFinding> findings) {
            return new VerifyReport(days, segments, gaps, hashed, hashedBytes, findings);
        }
    }

    List<InvariantFinding> findings() {
        return findings;
    }

    List<Gap> gaps() {
        return gaps;
    }

    Counts counts() {
        return counts;
    }

    void run() throws IOException {
        counts.days++;
        journal();
        Set<String> files = files();
        for (Segment line : lines.values()) {
            segment(line, files);
        }
        for (Segment row : rows.values()) {
            if (!lines.containsKey(row.path())) {
                find(1, "row-without-line", row.path(), "the index knows it, the journal does not");
            }
        }
        counts.segments += lines.size();
        counts.gaps += gaps.size();
    }

    private void journal() throws IOException {
        String path = relative + "/" + JournalFile.NAME;
        JournalFile.Content content = JournalFile.read(root.resolve(relative));
        content.broken().forEach(n -> find(1, "journal-broken", path, "line " + n + " does not fit the chain"));
        if (content.tornBytes() > 0) {
            find(1, "journal-torn", path, content.tornBytes() + " bytes behind the last whole line");
        }
        for (JournalLine line : content.lines()) {
            Entries.gap(camera, line).ifPresent(gaps::add);
            Entries.segment(camera, relative, line).ifPresent(s -> {
                if (lines.put(s.path(), s) != null) {
                    find(1, "line-twice", s.path(), "more than one journal line tells of it");
                }
            });
            if (line.kind().equals(Entries.CORRECTION)) {
                Json.string(line.fields(), "file").ifPresent(setAside::add);
            }
        }
    }

    private Set<String> files() throws IOException {
        Set<String> sealed = new HashSet<>();
        Path directory = root.resolve(relative);
        if (!Files.isDirectory(directory)) {
            return sealed;
        }
        try (Stream<Path> in = Files.list(directory)) {
            for (Path p : in.sorted().toList()) {
                String name = p.getFileName().toString();
                if (!name.equals(JournalFile.NAME)) {
                    file(name, sealed);
                }
            }
        }
        return sealed;
    }

    private void file(String name, Set<String> sealed) {
        String path = relative + "/" + name;
        if (SegmentName.parse(camera, day, name).isPresent()) {
            sealed.add(path);
            if (!lines.containsKey(path)) {
                find(2, "file-without-line", path, "sealed, but the journal does not know it");
            }
        } else if (name.endsWith(SegmentName.PART)) {
            if (!live) {
                find(2, "part-without-writer", path, "open, but no recorder runs; the next start ends it");
            }
        } else if (!(name.endsWith(SegmentName.DAMAGED) && setAside.contains(name))) {
            find(2, "stray-file", path, "nothing of the recorder is called so");
        }
    }

    private void segment(Segment line, Set<String> files) throws IOException {
        Segment row = rows.get(line.path());
        if (row == null) {
            find(1, "row-missing", line.path(), "the journal knows it, the index does not");
        } else if (!row.equals(line)) {
            find(1, "row-differs", line.path(), "index " + row + ", journal " + line);
        }
        if (!files.contains(line.path())) {
            find(1, "file-missing", line.path(), "the journal knows it, and no destruction is recorded");
            return;
        }
        long size = Files.size(root.resolve(line.path()));
        boolean suspect = line.marks().contains(SegmentMark.SUSPECT);
        if (size != line.bytes() && !suspect) {
            find(1, "file-size", line.path(), size + " bytes, " + line.bytes() + " were sealed");
        } else if (chosen(line.path())) {
            hash(line);
        }
    }

    private boolean chosen(String path) {
        return Integer.parseInt(Hashes.of(path).substring(0, 4), 16) < share * 0x10000;
    }

    private void hash(Segment line) throws IOException {
        MessageDigest sha256 = Hashes.sha256();
        ByteBuffer chunk = ByteBuffer.allocate(256 * 1024);
        try (FileChannel c = FileChannel.open(root.resolve(line.path()), StandardOpenOption.READ)) {
            while (c.read(chunk) >= 0) {
                sha256.update(chunk.flip());
                chunk.clear();
            }
        } catch (IOException e) {
            find(1, "file-unreadable", line.path(), e.toString());
            return;
        }
        counts.hashed++;
        counts.hashedBytes += line.bytes();
        String found = Hashes.hex(sha256.digest());
        if (!found.equals(line.sha256().orElse(""))) {
            find(
                    1,
                    "file-hash",
                    line.path(),
                    found + ", sealed was " + line.sha256().orElse("nothing"));
        }
    }

    private void find(int invariant, String kind, String path, String detail) {
        findings.add(new InvariantFinding(invariant, kind, path, detail));
    }
}

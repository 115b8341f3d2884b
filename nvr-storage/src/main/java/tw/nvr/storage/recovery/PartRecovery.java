package tw.nvr.storage.recovery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentMark;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.footage.TimeEvidence;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.journal.Hashes;
import tw.nvr.storage.journal.JournalFile;
import tw.nvr.storage.json.Json;
import tw.nvr.storage.mp4.Mp4File;
import tw.nvr.storage.mp4.StoredFragment;
import tw.nvr.storage.mp4.TailWriter;
import tw.nvr.storage.segment.SegmentName;
import tw.nvr.storage.volume.DurableFiles;

/**
 * Ends a segment that nobody writes any more: cut back to its last whole fragment, sealed with the mark
 * {@code recovered}. Each step can be repeated: whatever step the power fails at, the next attempt ends the same.
 * Stateless but for the volume's root.
 */
final class PartRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(PartRecovery.class);

    private final Path root;

    PartRecovery(Path root) {
        this.root = root;
    }

    /**
     * Ends a {@code .part} file.
     *
     * @param journal of the file's day, to which what happened is appended
     * @param now for a correction's time
     * @return the sealed segment; empty when the file held no whole fragment and was removed, or was set aside
     * @throws IOException when the disk refuses
     */
    Optional<Segment> recover(SegmentName name, JournalFile journal, Instant now) throws IOException {
        Path part = root.resolve(name.partPath());
        long before = Files.size(part);
        Mp4File content;
        try (FileChannel c = FileChannel.open(part, StandardOpenOption.READ)) {
            content = Mp4File.walk(c, true);
        }
        if (content.fragments().isEmpty()) {
            journal.append(
                    Entries.correction("no-whole-fragment", part.getFileName().toString(), before, now));
            Files.delete(part);
            DurableFiles.syncDirectory(part.getParent());
            LOG.warn("{} held no whole fragment ({} bytes) and was removed", name.partPath(), before);
            return Optional.empty();
        }
        if (content.format().isEmpty()) {
            setAside(name, part, before, journal, now);
            return Optional.empty();
        }
        finish(part, content);
        Files.move(part, root.resolve(name.path()), StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncDirectory(part.getParent());
        LOG.info("{} recovered: {} of {} bytes kept", name.path(), content.wholeLength(), before);
        return Optional.of(complete(name, journal));
    }

    /** Writes the journal line of a file that has its final name and no line yet; hashes it. */
    Segment complete(SegmentName name, JournalFile journal) throws IOException {
        Path file = root.resolve(name.path());
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ)) {
            Mp4File content = Mp4File.read(c);
            if (content.fragments().isEmpty() || content.format().isEmpty()) {
                throw new IOException(file + " has its final name but cannot be read");
            }
            ClockReading clock =
                    content.note().flatMap(Json::object).flatMap(Entries::clock).orElse(null);
            Segment segment = segment(name, content, c.size(), hash(c), clock);
            Map<String, Object> line = Entries.segment(segment);
            journal.append(line);
            return segment;
        }
    }

    private static Segment segment(SegmentName name, Mp4File content, long bytes, String sha256, ClockReading clock) {
        List<StoredFragment> all = content.fragments();
        Set<SegmentMark> marks = EnumSet.of(SegmentMark.RECOVERED);
        if (clock == null || !clock.trusted()) {
            marks.add(SegmentMark.TIME_UNVERIFIED);
        }
        TimeRange range = new TimeRange(
                all.get(0).ref().start(), all.get(all.size() - 1).ref().end());
        return new Segment(
                name.id(),
                name.camera(),
                range,
                name.run(),
                SegmentState.SEALED,
                marks,
                name.path(),
                bytes,
                Optional.of(sha256),
                content.format().orElseThrow(),
                content.frames(),
                Optional.ofNullable(clock).map(c -> new TimeEvidence(c, OptionalLong.empty())));
    }

    /** Cuts the file behind its last whole fragment, writes the tail and brings all of it to the disk. */
    private static void finish(Path part, Mp4File content) throws IOException {
        try (FileChannel c = FileChannel.open(part, StandardOpenOption.WRITE)) {
            c.truncate(content.wholeLength());
            ByteBuffer tail = TailWriter.write(content.fragments());
            long at = content.wholeLength();
            while (tail.hasRemaining()) {
                at += c.write(tail, at);
            }
            c.force(true);
        }
    }

    private static void setAside(SegmentName name, Path part, long bytes, JournalFile journal, Instant now)
            throws IOException {
        Path aside = part.resolveSibling(name.file() + SegmentName.DAMAGED);
        journal.append(Entries.correction("unreadable-head", aside.getFileName().toString(), bytes, now));
        Files.move(part, aside, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncDirectory(part.getParent());
        LOG.error("the head of {} cannot be read; set aside as {}", name.partPath(), aside.getFileName());
    }

    /** SHA-256 of a whole file. */
    static String hash(FileChannel c) throws IOException {
        MessageDigest sha256 = Hashes.sha256();
        ByteBuffer chunk = ByteBuffer.allocate(256 * 1024);
        long at = 0;
        int n = c.read(chunk, at);
        while (n >= 0) {
            at += n;
            sha256.update(chunk.flip());
            n = c.read(chunk.clear(), at);
        }
        return Hashes.hex(sha256.digest());
    }
}

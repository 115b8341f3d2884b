package tw.nvr.storage.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentMark;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.TimeEvidence;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.journal.Hashes;
import tw.nvr.storage.json.Json;
import tw.nvr.storage.mp4.FragmentWriter;
import tw.nvr.storage.mp4.InitWriter;
import tw.nvr.storage.mp4.StoredFragment;
import tw.nvr.storage.mp4.TailWriter;

/** One open segment file: writes its fragments, hashes them, syncs, gives it its final name. Owned by the disk thread. */
final class SegmentWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

    private final DiskFiles disk;
    private final Path root;
    private final SegmentName name;
    private final StreamFormat format;
    private final ClockReading clock;
    private final Instant start;
    private final DiskFiles.OpenFile file;
    private final MessageDigest sha256 = Hashes.sha256();
    private final List<StoredFragment> fragments = new ArrayList<>();
    private final Set<SegmentMark> marks = EnumSet.noneOf(SegmentMark.class);
    private final LiveSegment live;
    private final byte[] piece;
    private long length;
    private long frames;
    private Instant syncedEnd;
    private boolean dirty;
    private OptionalLong claimedOffsetMillis = OptionalLong.empty();

    private SegmentWriter(
            DiskFiles disk,
            Path root,
            SegmentName name,
            StreamFormat format,
            ClockReading clock,
            Instant start,
            byte[] piece)
            throws IOException {
        this.piece = piece;
        this.disk = disk;
        this.root = root;
        this.name = name;
        this.format = format;
        this.clock = clock;
        this.start = start;
        this.syncedEnd = start;
        if (!clock.trusted()) {
            marks.add(SegmentMark.TIME_UNVERIFIED);
        }
        Path directory = root.resolve(name.directory());
        disk.makeDirectory(directory.getParent());
        disk.makeDirectory(directory);
        ByteBuffer init = InitWriter.write(format, Json.write(Entries.clock(clock)));
        this.live = new LiveSegment(snapshot(SegmentState.OPEN), init.limit());
        this.file = disk.create(root.resolve(name.partPath()));
        try {
            write(init);
            disk.syncDirectory(directory);
        } catch (IOException e) {
            closeAfter(e);
            throw e;
        }
    }

    /**
     * Makes the file with its first boxes and its directory entry.
     *
     * @param piece room for hashing, shared by all writers of the disk thread
     * @throws IOException when the disk refuses; what is left of the file is for recovery
     */
    static SegmentWriter open(
            DiskFiles disk,
            Path root,
            SegmentName name,
            StreamFormat format,
            ClockReading clock,
            Instant start,
            byte[] piece)
            throws IOException {
        return new SegmentWriter(disk, root, name, format, clock, start, piece);
    }

    /**
     * Writes a fragment.
     *
     * @return empty when its tables are too long to be stored; nothing was written then
     * @throws IOException when the disk refuses; {@link #cutBack} and {@link #seal} keep what was whole
     */
    Optional<StoredFragment> append(Fragment fragment) throws IOException {
        Optional<StoredFragment> laid = FragmentWriter.lay(fragment, fragments.size() + 1, length);
        if (laid.isEmpty()) {
            return laid;
        }
        write(fragment.buffer());
        fragments.add(laid.get());
        frames += laid.get().frames();
        if (fragment.claimedOffsetMillis().isPresent()) {
            claimedOffsetMillis = fragment.claimedOffsetMillis();
        }
        live.add(laid.get().ref(), laid.get().frames());
        return laid;
    }

    private void write(ByteBuffer block) throws IOException {
        int from = block.position();
        int n = block.remaining();
        dirty = true;
        file.write(block, length);
        hash(block, from, n);
        length += n;
    }

    /** In few large pieces: the JDK takes direct memory in 4 KiB pieces, each for the price of a dozen calls. */
    private void hash(ByteBuffer block, int from, int length) {
        ByteBuffer in = block.duplicate();
        in.limit(from + length).position(from);
        while (in.hasRemaining()) {
            int n = Math.min(piece.length, in.remaining());
            in.get(piece, 0, n);
            sha256.update(piece, 0, n);
        }
    }

    /** Brings what was written to the disk; does nothing when all is there. */
    void sync() throws IOException {
        if (dirty) {
            file.sync();
            dirty = false;
            syncedEnd = end();
        }
    }

    /** Cuts off what a failed write left behind the last whole fragment. */
    void cutBack() throws IOException {
        file.truncate(length);
    }

    /**
     * Ends the file: tail, last sync, final name, directory entry. The journal line is the caller's.
     *
     * @throws IOException when its bytes or its name could not be brought to the disk
     */
    Segment seal() throws IOException {
        try {
            appendTail();
            file.sync();
        } finally {
            file.close();
        }
        return rename();
    }

    /** Ends a file whose sync has failed: nothing more is written to it and no sync tried again (invariant 8). */
    Segment sealSuspect() throws IOException {
        marks.add(SegmentMark.SUSPECT);
        file.close();
        return rename();
    }

    private void appendTail() throws IOException {
        ByteBuffer tail = TailWriter.write(fragments);
        try {
            file.writeTail(tail.duplicate(), length);
            sha256.update(tail.duplicate());
            length += tail.remaining();
        } catch (IOException e) {
            // The tail only makes opening quicker: a full disk must not cost the segment.
            LOG.warn("{} is sealed without its table: {}", name.path(), e.toString());
            file.truncate(length);
        }
    }

    private Segment rename() throws IOException {
        Path directory = root.resolve(name.directory());
        disk.rename(root.resolve(name.partPath()), root.resolve(name.path()));
        disk.syncDirectory(directory);
        Segment sealed = snapshot(SegmentState.SEALED);
        Segment hashed = new Segment(
                sealed.id(),
                sealed.camera(),
                sealed.range(),
                sealed.run(),
                SegmentState.SEALED,
                sealed.marks(),
                name.path(),
                length,
                Optional.of(Hashes.hex(sha256.digest())),
                format,
                frames);
        return hashed;
    }

    /** Lets go of the file as it is; recovery ends it. */
    void abandon() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("closing {}: {}", name.partPath(), e.toString());
        }
    }

    boolean isEmpty() {
        return fragments.isEmpty();
    }

    boolean isDirect() {
        return file.isDirect();
    }

    SegmentName name() {
        return name;
    }

    /** What is known of its time so far. */
    TimeEvidence evidence() {
        return new TimeEvidence(clock, claimedOffsetMillis);
    }

    Instant start() {
        return start;
    }

    /** End of the last fragment written. */
    Instant end() {
        return fragments.isEmpty()
                ? start
                : fragments.get(fragments.size() - 1).ref().end();
    }

    /** End of the last fragment known to be on the disk. */
    Instant syncedEnd() {
        return syncedEnd;
    }

    LiveSegment live() {
        return live;
    }

    private Segment snapshot(SegmentState state) {
        return new Segment(
                name.id(),
                name.camera(),
                new TimeRange(start, end()),
                name.run(),
                state,
                marks,
                name.partPath(),
                length,
                Optional.empty(),
                format,
                frames);
    }

    private void closeAfter(IOException first) {
        try {
            file.close();
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }
}

package tw.nvr.storage.volume;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * A directory that footage is written to, known by the UUID in its {@code volume.json}; usually the root of a disk of its
 * own. A directory without that file is never written to, so that an absent disk cannot fill the system's. Immutable;
 * thread-safe.
 */
public final class Volume {
    /** Directory of the footage. */
    public static final String FOOTAGE = "footage";

    /** Directory of the hold files. */
    public static final String HOLDS = "holds";

    /** Directory of the lock and of what the recorder must remember over a restart. */
    public static final String STATE = "state";

    /** The index. */
    public static final String INDEX = "footage.db";

    private final Path root;
    private final VolumeMark mark;
    private volatile Stamp lastSeen = new Stamp(null, null, 0);

    /** By what a file that was not touched is known again without reading it. */
    private record Stamp(Object fileKey, FileTime modified, long size) {}

    private Volume(Path root, VolumeMark mark) {
        this.root = root;
        this.mark = mark;
    }

    /**
     * Makes a volume of an empty or new directory.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code volume-exists}, {@code volume-not-empty} (holds footage of
     *     another recorder: adopt it), {@code volume-unwritable}
     */
    public static Volume init(Path root, String label, Instant now) {
        try {
            Files.createDirectories(root);
            if (Files.exists(root.resolve(VolumeMark.FILE))) {
                throw Problem.of(ProblemKind.CONFLICT, "volume-exists", root).exception();
            }
            if (holdsFootage(root)) {
                throw Problem.of(ProblemKind.CONFLICT, "volume-not-empty", root).exception();
            }
            return create(root, label, now);
        } catch (IOException e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "volume-unwritable", root, reason(e))
                    .exception(e);
        }
    }

    /**
     * Takes over a directory that holds footage but whose {@code volume.json} is missing or unreadable; the caller has
     * asked a person and writes the audit event. One that has a readable mark is taken as it is.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code volume-missing}, {@code volume-unwritable}
     */
    public static Volume adopt(Path root, String label, Instant now) {
        try {
            if (!Files.isDirectory(root)) {
                throw Problem.of(ProblemKind.NOT_FOUND, "volume-missing", root).exception();
            }
            Optional<VolumeMark> there = VolumeMark.read(root);
            return there.isPresent() ? new Volume(root, there.get()) : create(root, label, now);
        } catch (IOException e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "volume-unwritable", root, reason(e))
                    .exception(e);
        }
    }

    /**
     * The volume at that root.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code volume-missing}, {@code volume-newer}
     */
    public static Volume at(Path root) {
        return new Volume(root, mark(root));
    }

    /** How it is; never throws. */
    public static VolumeStatus status(Path root) {
        Optional<VolumeMark> mark = Optional.empty();
        boolean inUse = false;
        Optional<Problem> problem = Optional.empty();
        try {
            mark = Optional.of(mark(root));
            inUse = VolumeLock.isHeld(root);
        } catch (tw.nvr.core.problem.ProblemException e) {
            problem = Optional.of(e.problem());
        } catch (IOException e) {
            problem = Optional.of(Problem.of(ProblemKind.UNAVAILABLE, "volume-unwritable", root, reason(e)));
        }
        // File, not FileStore: the latter wants /proc/self/mountinfo, which a hardened service may not see.
        return new VolumeStatus(
                mark, root.toFile().getTotalSpace(), root.toFile().getUsableSpace(), inUse, problem);
    }

    /**
     * Whether the same volume is there now: mounted, and with the same UUID. Answers at once; never throws. Asked every
     * second and before every segment, so the mark is read again only when its file is another or was written to.
     */
    public boolean isPresent() {
        try {
            BasicFileAttributes a = Files.readAttributes(root.resolve(VolumeMark.FILE), BasicFileAttributes.class);
            Stamp stamp = new Stamp(a.fileKey(), a.lastModifiedTime(), a.size());
            if (stamp.fileKey() != null && stamp.equals(lastSeen)) {
                return true;
            }
            boolean same =
                    VolumeMark.read(root).map(m -> m.id().equals(mark.id())).orElse(false);
            if (same) {
                lastSeen = stamp;
            }
            return same;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether nothing was ever recorded on it.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code volume-unwritable}
     */
    public boolean isUnused() {
        try {
            return !holdsFootage(root);
        } catch (IOException e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "volume-unwritable", root, reason(e))
                    .exception(e);
        }
    }

    public Path root() {
        return root;
    }

    public UUID id() {
        return mark.id();
    }

    public Path footage() {
        return root.resolve(FOOTAGE);
    }

    public Path index() {
        return root.resolve(INDEX);
    }

    public Path state() {
        return root.resolve(STATE);
    }

    private static VolumeMark mark(Path root) {
        try {
            VolumeMark mark = VolumeMark.read(root)
                    .orElseThrow(() -> Problem.of(ProblemKind.UNAVAILABLE, "volume-missing", root)
                            .exception());
            if (mark.version() > VolumeMark.VERSION) {
                throw Problem.of(ProblemKind.REFUSED, "volume-newer", root, mark.version(), VolumeMark.VERSION)
                        .exception();
            }
            return mark;
        } catch (IOException e) {
            throw Problem.of(ProblemKind.UNAVAILABLE, "volume-unwritable", root, reason(e))
                    .exception(e);
        }
    }

    private static Volume create(Path root, String label, Instant now) throws IOException {
        DurableFiles.makeDirectory(root.resolve(FOOTAGE));
        DurableFiles.makeDirectory(root.resolve(HOLDS));
        DurableFiles.makeDirectory(root.resolve(STATE));
        VolumeMark mark = new VolumeMark(UUID.randomUUID(), now, label, VolumeMark.VERSION);
        DurableFiles.replace(root.resolve(VolumeMark.FILE), mark.text());
        return new Volume(root, mark);
    }

    private static boolean holdsFootage(Path root) throws IOException {
        Path footage = root.resolve(FOOTAGE);
        if (!Files.isDirectory(footage)) {
            return false;
        }
        try (DirectoryStream<Path> in = Files.newDirectoryStream(footage)) {
            return in.iterator().hasNext();
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}

package tw.nvr.capture.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;

/**
 * Remembers across crashes which camera's bytes native code was busy with: a file per camera while it is, holding the
 * boot, the process and how many processes died so. One per process. Thread-safe.
 *
 * <p>A process that died by loss of power is not held against the camera: the boot has changed. A kill cannot be told from
 * a crash, so neither is held against it for ever: deaths more than an hour apart are not added up, because a camera that
 * was read for an hour did not crash what read it; and one that was left alone is tried again after a day.
 */
public final class CrashMarkers implements AutoCloseable {
    /** So many deaths and the camera is left alone. */
    private static final int DEATHS = 2;

    private static final Duration TOGETHER = Duration.ofHours(1);
    private static final Duration LEFT_ALONE = Duration.ofDays(1);

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path folder;
    private final String boot;
    private final InstantSource wall;
    private final String process = UUID.randomUUID().toString();
    private final Set<CameraId> begun = ConcurrentHashMap.newKeySet();

    private CrashMarkers(Path folder, String boot, InstantSource wall) {
        this.folder = folder;
        this.wall = wall;
        this.boot = boot;
    }

    /** Markers in a folder on the system disk, which is made when it is missing. */
    public static CrashMarkers in(Path folder, InstantSource wall) {
        try {
            Files.createDirectories(folder);
            // without it (no Linux) every death counts
            String boot = Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
            return new CrashMarkers(folder, boot, wall);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Notes, on disk before it returns, that native code is about to read this camera.
     *
     * @throws ProblemException {@code native-crashes} when that has ended two processes
     */
    public void begin(CameraId camera) {
        Path file = file(camera);
        try {
            int before = before(file);
            int deaths = deaths(file, before);
            if (deaths < DEATHS) {
                write(file, deaths);
                begun.add(camera);
                return;
            }
            if (before < DEATHS) {
                write(file, deaths); // it is left alone from now on
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw Problem.of(ProblemKind.REFUSED, "native-crashes", camera, file).exception();
    }

    private void write(Path file, int deaths) throws IOException {
        String text = boot + "\n" + process + "\n" + deaths + "\n";
        StandardOpenOption[] how = {
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
        };
        try (FileChannel out = FileChannel.open(file, how)) {
            out.write(StandardCharsets.UTF_8.encode(text));
            out.force(true);
        }
    }

    /** Notes that native code came back from this camera in good order: everything is forgiven. */
    public void end(CameraId camera) {
        begun.remove(camera);
        try {
            Files.deleteIfExists(file(camera));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes that this process ends in good order, whatever native code is still busy with. */
    @Override
    public void close() {
        begun.forEach(this::end);
    }

    /** Where a camera's marker lies; a person may delete it to have the camera tried again. */
    Path file(CameraId camera) {
        return folder.resolve("native-" + camera);
    }

    /** Deaths that were counted when it was written; -1 when it is torn. */
    private static int before(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        List<String> lines = Files.readAllLines(file);
        return lines.size() < 3 || !lines.get(2).matches("\\d{1,4}") ? -1 : Integer.parseInt(lines.get(2));
    }

    private int deaths(Path file, int before) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        if (before < 0) {
            return 1; // it died while it wrote this
        }
        Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), wall.instant());
        if (before >= DEATHS) {
            return age.compareTo(LEFT_ALONE) > 0 ? 0 : before;
        }
        List<String> lines = Files.readAllLines(file);
        boolean died = lines.get(0).equals(boot) && !lines.get(1).equals(process);
        if (!died) {
            return before;
        }
        return age.compareTo(TOGETHER) > 0 ? 1 : before + 1;
    }
}

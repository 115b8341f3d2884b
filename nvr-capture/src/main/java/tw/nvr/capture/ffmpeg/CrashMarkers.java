package tw.nvr.capture.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * <p>A process that died by loss of power is not held against the camera: the boot has changed.
 */
public final class CrashMarkers implements AutoCloseable {
    /** So many deaths and the camera is left alone. */
    private static final int DEATHS = 2;

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path folder;
    private final String boot;
    private final String process = UUID.randomUUID().toString();
    private final Set<CameraId> begun = ConcurrentHashMap.newKeySet();

    private CrashMarkers(Path folder, String boot) {
        this.folder = folder;
        this.boot = boot;
    }

    /** Markers in a folder on the system disk, which is made when it is missing. */
    public static CrashMarkers in(Path folder) {
        try {
            Files.createDirectories(folder);
            // without it (no Linux) every death counts
            String boot = Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
            return new CrashMarkers(folder, boot);
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
        int deaths = deaths(file);
        if (deaths >= DEATHS) {
            throw Problem.of(ProblemKind.REFUSED, "native-crashes", camera, file)
                    .exception();
        }
        String text = boot + "\n" + process + "\n" + deaths + "\n";
        StandardOpenOption[] how = {
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
        };
        try (FileChannel out = FileChannel.open(file, how)) {
            out.write(StandardCharsets.UTF_8.encode(text));
            out.force(true);
            begun.add(camera);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private int deaths(Path file) {
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 3 || !lines.get(2).matches("\\d{1,4}")) {
                return 1; // it died while it wrote this
            }
            int before = Integer.parseInt(lines.get(2));
            boolean died = lines.get(0).equals(boot) && !lines.get(1).equals(process);
            return died ? before + 1 : before;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

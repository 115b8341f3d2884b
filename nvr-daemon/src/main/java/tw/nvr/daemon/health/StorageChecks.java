package tw.nvr.daemon.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.time.TimeRange;

/** Looks at disks and files. Stateless. */
final class StorageChecks {
    private static final List<String> PRIVATE_FILES = List.of("secret.key", "records.db");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private StorageChecks() {}

    /** At the volume of a running recorder. */
    static void volume(Looked looked, StorageStatus status, long reserveBytes) {
        if (status.problem().isPresent()) {
            looked.wrong(
                    "disk.volume",
                    HealthStatus.CRITICAL,
                    "volume",
                    status.problem().get());
        } else if (!status.writable()) {
            looked.wrong("disk.volume", HealthStatus.CRITICAL, "volume", "read-only");
        } else {
            looked.well("disk.volume", "volume", "good", status.volumeId().orElse(""));
        }
        space(looked, status.totalBytes(), status.freeBytes(), reserveBytes);
        if (status.droppedFragments() > 0) {
            looked.wrong("disk.speed", HealthStatus.WARNING, "disk-speed", "dropped", status.droppedFragments());
        } else {
            looked.well("disk.speed", "disk-speed", "good", status.queuedBytes() >> 10);
        }
    }

    /** At the space on the volume's disk. */
    static void space(Looked looked, long totalBytes, long freeBytes, long reserveBytes) {
        if (totalBytes <= 0) {
            looked.wrong("disk.space", HealthStatus.UNKNOWN, "space", "unknown");
            return;
        }
        String free = amount(freeBytes);
        String total = amount(totalBytes);
        String reserve = amount(reserveBytes);
        if (freeBytes <= reserveBytes) {
            looked.wrong("disk.space", HealthStatus.CRITICAL, "space", "figure", free, total, reserve);
        } else if (freeBytes < 2 * reserveBytes) {
            looked.wrong("disk.space", HealthStatus.WARNING, "space", "figure", free, total, reserve);
        } else {
            looked.well("disk.space", "space", "figure", free, total, reserve);
        }
    }

    /** How far back footage goes. */
    static void oldest(Looked looked, FootageLibrary library, ZoneId zone) {
        Optional<Instant> oldest = Optional.empty();
        for (CameraId camera : library.cameras()) {
            Optional<Instant> first = library.extent(camera).map(TimeRange::start);
            if (first.isPresent() && (oldest.isEmpty() || first.get().isBefore(oldest.get()))) {
                oldest = first;
            }
        }
        if (oldest.isPresent()) {
            looked.well("footage.oldest", "oldest", "figure", looked.time(oldest.get(), zone));
        } else {
            looked.well("footage.oldest", "oldest", "none");
        }
    }

    /** Whether anybody else may read the secrets. */
    static void secrets(Looked looked, Path directory) {
        for (String name : PRIVATE_FILES) {
            Path file = directory.resolve(name);
            if (!Files.exists(file)) {
                continue;
            }
            try {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
                if (permissions.stream().anyMatch(OTHERS::contains)) {
                    String shown = PosixFilePermissions.toString(permissions);
                    looked.wrong("secrets." + name, HealthStatus.CRITICAL, "secrets", "open", file, shown);
                    return;
                }
            } catch (IOException e) {
                looked.wrong("secrets." + name, HealthStatus.UNKNOWN, "secrets", "unknown", file, e.getMessage());
                return;
            }
        }
        looked.well("secrets", "secrets", "good");
    }

    private static String amount(long bytes) {
        return bytes < 1L << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20))
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}

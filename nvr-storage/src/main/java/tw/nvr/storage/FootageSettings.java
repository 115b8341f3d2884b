package tw.nvr.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/**
 * How footage is kept. Immutable.
 *
 * @param root of the volume
 * @param volumeId the volume that is known; any other one is refused. Empty takes the one that is found first
 * @param segmentLength between two cuts of a file, 2 s at least; whole fractions of an hour keep to the wall clock
 * @param zone for the names of days and files
 * @param reserveBytes recording stops while less than this is free
 * @param directIo whether to write past the page cache where the file system takes it
 * @param poolBytes direct memory for fragments on their way to the disk
 */
public record FootageSettings(
        Path root,
        Optional<UUID> volumeId,
        Duration segmentLength,
        ZoneId zone,
        long reserveBytes,
        boolean directIo,
        long poolBytes) {
    /** Enough to seal every open segment and write journals and index on a disk that has become full. */
    public static final long DEFAULT_RESERVE = 512L << 20;

    /** Twelve seconds of sixteen cameras at 2 Mbit/s; taken only when the disk stalls. */
    public static final long DEFAULT_POOL = 64L << 20;

    public FootageSettings {
        if (segmentLength.compareTo(Duration.ofSeconds(2)) < 0) {
            throw new IllegalArgumentException("segments of " + segmentLength);
        }
    }

    /** The defaults. */
    public static FootageSettings of(Path root, ZoneId zone) {
        return new FootageSettings(
                root, Optional.empty(), Duration.ofMinutes(5), zone, DEFAULT_RESERVE, true, DEFAULT_POOL);
    }

    public FootageSettings withSegmentLength(Duration length) {
        return new FootageSettings(root, volumeId, length, zone, reserveBytes, directIo, poolBytes);
    }

    public FootageSettings withReserve(long bytes) {
        return new FootageSettings(root, volumeId, segmentLength, zone, bytes, directIo, poolBytes);
    }

    public FootageSettings withDirectIo(boolean on) {
        return new FootageSettings(root, volumeId, segmentLength, zone, reserveBytes, on, poolBytes);
    }

    public FootageSettings withPool(long bytes) {
        return new FootageSettings(root, volumeId, segmentLength, zone, reserveBytes, directIo, bytes);
    }

    public FootageSettings withVolume(UUID id) {
        return new FootageSettings(root, Optional.of(id), segmentLength, zone, reserveBytes, directIo, poolBytes);
    }
}

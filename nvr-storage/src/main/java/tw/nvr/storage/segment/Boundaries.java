package tw.nvr.storage.segment;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.zip.CRC32;
import tw.nvr.core.camera.CameraId;

/**
 * When a segment is cut: at the first key frame at or behind a boundary of the wall clock, which lies a little later for
 * each camera so that not all seal at once, and at the first key frame of a new day. Immutable; one per camera.
 */
final class Boundaries {
    private final long lengthMillis;
    private final long staggerMillis;
    private final ZoneId zone;

    Boundaries(CameraId camera, Duration length, ZoneId zone) {
        this.lengthMillis = length.toMillis();
        this.zone = zone;
        CRC32 crc = new CRC32();
        crc.update(camera.value().getBytes(StandardCharsets.UTF_8));
        // A fifteenth of the length: 20 s of five minutes.
        this.staggerMillis = crc.getValue() % Math.max(1, lengthMillis / 15);
    }

    /** Whether a segment that began at {@code start} ends before a key frame at {@code next}. */
    boolean cut(Instant start, Instant next) {
        return slot(next) != slot(start) || !day(next).equals(day(start));
    }

    private long slot(Instant t) {
        return Math.floorDiv(t.toEpochMilli() - staggerMillis, lengthMillis);
    }

    private LocalDate day(Instant t) {
        return LocalDate.ofInstant(t, zone);
    }
}

package tw.nvr.storage.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.storage.journal.JournalFile;
import tw.nvr.storage.volume.Volume;

/** Notices that a camera's day is over and its journal complete, and tells it once. Owned by the disk thread. */
final class DayEnds {
    private static final Logger LOG = LoggerFactory.getLogger(DayEnds.class);

    /** A day is looked at this long after midnight, when its last segment has usually been cut. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private DiskThread.DayListener listener;
    private LocalDate done;

    void listener(DiskThread.DayListener l) {
        listener = l;
        done = null;
    }

    /** Looks whether days have ended. */
    void check(Instant now, ZoneId zone, Collection<CameraDesk> desks, Path root, Runnable changed) {
        LocalDate today = LocalDate.ofInstant(now.minus(GRACE), zone);
        if (listener == null || today.equals(done)) {
            return;
        }
        boolean all = true;
        for (CameraDesk desk : desks) {
            all &= camera(desk, root, today, changed);
        }
        if (all) {
            done = today;
        }
    }

    private boolean camera(CameraDesk desk, Path root, LocalDate today, Runnable changed) {
        Path directory = root.resolve(Volume.FOOTAGE).resolve(desk.camera().value());
        try {
            for (String day : finishedDays(directory, desk.books().closedDay(), today)) {
                if (desk.isBusyWith(day)) {
                    return false;
                }
                JournalFile journal = JournalFile.open(directory.resolve(day));
                if (!journal.isEmpty()) {
                    listener.dayClosed(desk.camera(), LocalDate.parse(day), journal.lastHash());
                }
                desk.books().closedDay(day);
                changed.run();
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.error("the end of a day of {} could not be told; tried again", desk.camera(), e);
            return false;
        }
    }

    private static List<String> finishedDays(Path directory, Optional<String> told, LocalDate today)
            throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> days = Files.list(directory)) {
            return days.map(d -> d.getFileName().toString())
                    .filter(SegmentName::isDay)
                    .filter(d -> d.compareTo(today.toString()) < 0)
                    .filter(d -> told.isEmpty() || d.compareTo(told.get()) > 0)
                    .sorted()
                    .toList();
        }
    }
}

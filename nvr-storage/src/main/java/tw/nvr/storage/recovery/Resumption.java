package tw.nvr.storage.recovery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.journal.JournalFile;
import tw.nvr.storage.volume.DurableFiles;
import tw.nvr.storage.volume.Volume;

/**
 * Joins what the last process remembered with what recovery found, so that each camera's missing time goes on with its
 * cause: {@code stopped}, {@code crash} or {@code power} from the end of its footage to its next fragment. May be repeated
 * with the same end. Used by one thread.
 */
public final class Resumption {
    private final Volume volume;
    private final Recovery.Index index;
    private final ZoneId zone;

    public Resumption(Volume volume, Recovery.Index index, ZoneId zone) {
        this.volume = volume;
        this.index = index;
        this.zone = zone;
    }

    /**
     * What each camera goes on with.
     *
     * @param state what the last process left; empty on a new volume
     * @throws IOException when a journal takes no line
     */
    public Map<CameraId, RecorderState.Memory> run(
            Optional<RecorderState> state, Map<CameraId, Recovery.Found> found, ClockReading now) throws IOException {
        Optional<String> boot =
                found.values().stream().flatMap(f -> f.bootId().stream()).findFirst();
        Optional<Absence> absence = Absence.of(state, boot, now);
        Set<CameraId> all = new TreeSet<>(found.keySet());
        state.ifPresent(s -> all.addAll(s.cameras().keySet()));
        Map<CameraId, RecorderState.Memory> out = new TreeMap<>();
        for (CameraId camera : all) {
            Optional<RecorderState.Memory> m =
                    state.map(s -> s.cameras().get(camera)).or(Optional::empty);
            Recovery.Found f = found.getOrDefault(camera, Recovery.Found.NOTHING);
            out.put(camera, camera(camera, m, f, absence));
        }
        index.commit();
        return out;
    }

    private RecorderState.Memory camera(
            CameraId camera, Optional<RecorderState.Memory> before, Recovery.Found f, Optional<Absence> absence)
            throws IOException {
        RecorderState.Memory m = before.orElse(RecorderState.Memory.NONE);
        long lastRun = Math.max(m.lastRun(), f.lastRun());
        Optional<String> closed = closedDay(m.closedDay(), f.touchedDays());
        boolean forgotten = before.isPresent()
                && m.footageEnd().isEmpty()
                && m.cause().isEmpty()
                && f.recovered().isEmpty()
                && f.lastRun() <= m.lastRun();
        Optional<Instant> end = f.footageEnd().or(m::footageEnd);
        if (forgotten || absence.isEmpty()) {
            return new RecorderState.Memory(lastRun, Optional.empty(), Optional.empty(), Optional.empty(), closed);
        }
        GapCause away = absence.get().cause();
        Optional<Instant> since = end;
        boolean inGap = m.since().isPresent()
                && (end.isEmpty() || !end.get().isAfter(m.since().get()));
        if (inGap) {
            since = m.since();
            Instant alive = absence.get().lastAlive().orElse(since.get());
            if (m.cause().orElseThrow() != away && isGap(since.get(), alive)) {
                Gap gap = new Gap(
                        camera, new TimeRange(since.get(), alive), m.cause().orElseThrow(), false);
                append(gap);
                since = Optional.of(alive);
            }
        }
        if (since.isEmpty()) {
            return new RecorderState.Memory(lastRun, Optional.empty(), Optional.empty(), Optional.empty(), closed);
        }
        return new RecorderState.Memory(lastRun, end, Optional.of(away), since, closed);
    }

    /** Days told as closed before recovery added a line to them are told again. */
    private static Optional<String> closedDay(Optional<String> closed, Set<String> touched) {
        Optional<String> first = touched.stream().sorted().findFirst();
        if (closed.isEmpty() || first.isEmpty() || first.get().compareTo(closed.get()) > 0) {
            return closed;
        }
        return Optional.of(LocalDate.parse(first.get()).minusDays(1).toString());
    }

    private void append(Gap gap) throws IOException {
        Instant last = gap.range().end().minusNanos(1);
        Path camera = volume.footage().resolve(gap.camera().value());
        Path directory = camera.resolve(LocalDate.ofInstant(last, zone).toString());
        DurableFiles.makeDirectory(camera);
        DurableFiles.makeDirectory(directory);
        boolean there = JournalFile.read(directory).lines().stream()
                .map(line -> Entries.gap(gap.camera(), line))
                .anyMatch(g -> g.isPresent()
                        && g.get().range().start().equals(gap.range().start())
                        && g.get().cause() == gap.cause());
        if (!there) {
            JournalFile.open(directory).append(Entries.gap(gap));
        }
        index.put(gap);
    }

    private static boolean isGap(Instant from, Instant to) {
        return from.isBefore(to) && Duration.between(from, to).compareTo(Coverage.SHORTEST_GAP) >= 0;
    }
}

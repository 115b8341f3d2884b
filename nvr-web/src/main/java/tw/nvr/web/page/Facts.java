package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.time.TimeRange;

/** What several pages ask the ports. Thread-safe; keeps nothing. */
final class Facts {
    private final PagePorts ports;

    Facts(PagePorts ports) {
        this.ports = ports;
    }

    Instant now() {
        return ports.clock().instant();
    }

    List<Camera> registered() {
        return ports.cameras().cameras();
    }

    /** Cameras that can be played: the registered ones, then removed ones of which there is still footage. */
    List<Camera> playable() {
        List<Camera> all = new ArrayList<>(registered());
        List<CameraId> kept = ports.footage().cameras();
        ports.cameras().removed().stream().filter(c -> kept.contains(c.id())).forEach(all::add);
        return all;
    }

    Map<CameraId, CameraStatus> statuses() {
        return ports.board().statuses().stream()
                .collect(Collectors.toMap(CameraStatus::camera, Function.identity(), (a, b) -> b));
    }

    Coverage coverage(CameraId camera, TimeRange range) {
        return Coverage.of(
                range, ports.footage().segments(camera, range), ports.footage().gaps(camera, range));
    }

    List<Segment> segments(CameraId camera, TimeRange range) {
        return ports.footage().segments(camera, range);
    }

    Optional<TimeRange> extent(CameraId camera) {
        return ports.footage().extent(camera);
    }

    /** First footage of any camera. */
    Optional<Instant> oldest() {
        return ports.footage().cameras().stream()
                .flatMap(c -> ports.footage().extent(c).stream())
                .map(TimeRange::start)
                .min(Instant::compareTo);
    }

    StorageStatus storage() {
        return ports.storage().storage();
    }

    Forecast forecast(Instant now) {
        TimeRange day = lastDay(now);
        List<Segment> lastDay = ports.footage().cameras().stream()
                .flatMap(c -> ports.footage().segments(c, day).stream())
                .toList();
        return Forecast.of(lastDay, oldest(), storage().freeBytes(), now);
    }

    static TimeRange lastDay(Instant now) {
        return new TimeRange(now.minus(Duration.ofDays(1)), now);
    }
}

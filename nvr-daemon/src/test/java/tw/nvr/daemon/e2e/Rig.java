package tw.nvr.daemon.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tw.nvr.capture.recorder.Recorder;
import tw.nvr.capture.recorder.RecorderSettings;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.time.TimeRange;
import tw.nvr.daemon.clock.BoxClock;
import tw.nvr.storage.Footage;
import tw.nvr.storage.FootageSettings;
import tw.nvr.storage.records.Records;
import tw.nvr.storage.volume.Volume;

/** Records, footage and capture as the product wires them, without a console, on real disks and real sockets. */
final class Rig implements AutoCloseable {
    static final ZoneId ZONE = ZoneId.of("Asia/Taipei");
    private static final TimeRange EVER = new TimeRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    private static final Actor TESTER = Actor.osUser("tester");

    private final Path dir;
    private final Records records;
    private final Footage footage;
    private final Recorder recorder;

    /** @param wall the box's clock, which may differ from this machine's */
    Rig(Path dir, Duration segment, InstantSource wall) {
        this.dir = dir;
        Volume.init(dir, "test", wall.instant());
        records = Records.open(dir, wall, System::nanoTime);
        footage = Footage.open(
                FootageSettings.of(dir, ZONE).withSegmentLength(segment),
                wall,
                BoxClock.ofThisBox(wall, System::nanoTime),
                System::nanoTime);
        recorder = new Recorder(
                RecorderSettings.standard(dir.resolve("markers")),
                records.cameras(),
                footage.sink(),
                wall,
                System::nanoTime,
                Set::of);
        recorder.start();
    }

    void add(String id, String address) {
        add(id, address, CameraTransport.AUTO);
    }

    void add(String id, String address, CameraTransport transport) {
        records.cameras()
                .add(
                        new Camera(
                                new CameraId(id),
                                id,
                                "",
                                "",
                                StreamAddress.parse(address),
                                Optional.empty(),
                                CameraSource.RTSP,
                                transport,
                                false,
                                true,
                                true,
                                true),
                        Optional.empty(),
                        TESTER);
    }

    FootageLibrary library() {
        return footage.library();
    }

    List<Segment> segments(String id) {
        return footage.library().segments(new CameraId(id), EVER);
    }

    List<Gap> gaps(String id) {
        return footage.library().gaps(new CameraId(id), EVER);
    }

    /** Pictures on disk so far. */
    long frames(String id) {
        return segments(id).stream().mapToLong(Segment::frames).sum();
    }

    /** Every picture of one run, in decoding order, over all its segments. */
    List<Packets.Packet> video(String id, long run) {
        List<Packets.Packet> all = new ArrayList<>();
        segments(id).stream()
                .filter(s -> s.run() == run)
                .forEach(s -> all.addAll(Packets.video(dir.resolve(s.path()))));
        return all;
    }

    /** Every unit of sound of one run, in order, over all its segments. */
    List<Packets.Packet> audio(String id, long run) {
        List<Packets.Packet> all = new ArrayList<>();
        segments(id).stream()
                .filter(s -> s.run() == run)
                .forEach(s -> all.addAll(Packets.audio(dir.resolve(s.path()))));
        return all;
    }

    Path file(Segment segment) {
        return dir.resolve(segment.path());
    }

    /** Stops recording and waits until everything is sealed; the library can still be asked. */
    void stopRecording() {
        recorder.close();
        Await.until(
                "all segments are sealed",
                Duration.ofSeconds(10),
                () -> footage.library().cameras().stream()
                        .flatMap(c -> footage.library().segments(c, EVER).stream())
                        .allMatch(s -> s.state() == SegmentState.SEALED));
    }

    @Override
    public void close() {
        recorder.close();
        footage.close();
        records.close();
    }
}

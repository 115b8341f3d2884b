package tw.nvr.capture.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tw.nvr.capture.ffmpeg.Patience;
import tw.nvr.capture.run.KeptFootage;
import tw.nvr.capture.simulated.Misbehaviour;
import tw.nvr.capture.simulated.SentStream;
import tw.nvr.capture.simulated.SentUnit;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.GapCause;

/** A recorder over real RTSP on loopback, with a sink that keeps what it gets. */
final class Bench implements AutoCloseable {
    static final CameraId GATE = new CameraId("gate");

    final KeptFootage kept = new KeptFootage();
    final Cameras cameras = new Cameras();
    final Recorder recorder;
    private final List<SimulatedCamera> others = new ArrayList<>();

    /** @param stall how long to wait for a picture; everything else is quick as well */
    Bench(Path folder, Duration stall) {
        this(folder, stall, Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    Bench(Path folder, Duration stall, Duration keyFrame, Duration auth) {
        RecorderSettings.Patience patience = new RecorderSettings.Patience(
                stall,
                keyFrame,
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                auth,
                Duration.ofSeconds(60),
                Duration.ofMillis(10));
        RecorderSettings settings = new RecorderSettings(
                folder.resolve("markers"), Duration.ofMillis(50), Duration.ofMillis(20), 4, patience);
        recorder = new Recorder(settings, cameras, kept, InstantSource.system(), System::nanoTime, Set::of);
    }

    static SimulatedCamera.Builder simulated() {
        return SimulatedCamera.builder(InstantSource.system(), System::nanoTime, ZoneOffset.UTC)
                .picture(160, 120)
                .framesPerSecond(20)
                .keyInterval(Duration.ofMillis(500))
                .bitsPerSecond(200_000)
                .log(10_000);
    }

    SimulatedCamera camera(SimulatedCamera.Builder builder) {
        SimulatedCamera camera = builder.start();
        others.add(camera);
        return camera;
    }

    /** Records that camera from now on, without sound. */
    void record(SimulatedCamera camera) {
        cameras.and(Cameras.camera("gate", camera.address()));
        recorder.start();
    }

    void until(String condition, java.util.concurrent.Callable<Boolean> holds) throws Exception {
        Patience.until(condition, holds);
    }

    void untilPictures(int count) throws Exception {
        until(
                count + " pictures are recorded",
                () -> kept.runs(GATE).stream().mapToInt(r -> r.video().size()).sum() >= count);
    }

    void untilState(CameraState state) throws Exception {
        until("the camera is " + state, () -> status().state() == state);
    }

    CameraStatus status() {
        return recorder.status(GATE).orElseThrow();
    }

    List<GapCause> causesTold() {
        return kept.words().stream().map(KeptFootage.Word::cause).toList();
    }

    /** What was recorded is what one client was sent: from its first key frame, in order, each once, on time. */
    void assertRecordedAsSent(KeptFootage.Run run, SentStream sent) {
        List<SentUnit> pictures = sent.video();
        int first = 0;
        while (!pictures.get(first).key()) {
            first++;
        }
        List<KeptFootage.Sample> recorded = run.video();
        assertThat(recorded).isNotEmpty();
        assertThat(recorded.size()).isLessThanOrEqualTo(pictures.size() - first);
        long origin = pictures.get(first).ticks() - recorded.get(0).present();
        for (int i = 0; i < recorded.size(); i++) {
            SentUnit unit = pictures.get(first + i);
            KeptFootage.Sample sample = recorded.get(i);
            assertThat(sample.sha1()).as("bytes of picture %d", i).isEqualTo(unit.sha1());
            assertThat(sample.key()).as("key of picture %d", i).isEqualTo(unit.key());
            assertThat(sample.present()).as("time of picture %d", i).isEqualTo(unit.ticks() - origin);
        }
    }

    static Misbehaviour.KeyFrames noKeyFrames() {
        return Misbehaviour.KeyFrames.NONE;
    }

    @Override
    public void close() {
        recorder.close();
        for (SimulatedCamera other : others) {
            other.close();
        }
        assertThat(kept.outstanding()).as("runs left open").isZero();
    }
}

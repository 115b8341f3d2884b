package tw.nvr.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.simulated.SentUnit;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.daemon.json.JsonReader;

/** The recorder as a user runs it is killed with SIGKILL in the middle of a fragment, several times (invariant 3). */
@Tag("realtime")
class KilledRecorderTest {
    private static final int FRAMES_PER_SECOND = 25;
    private static final double MOST_SECONDS_LOST = 1.4;
    private static final int KILLS = 4;

    @TempDir
    Path dir;

    @Test
    void a_kill_loses_at_most_the_open_fragment_and_what_was_in_hand_and_the_gap_says_crash() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (SimulatedCamera camera = SimulatedCamera.builder(InstantSource.system(), System::nanoTime, Rig.ZONE)
                        .picture(640, 360)
                        .framesPerSecond(FRAMES_PER_SECOND)
                        .log(100_000)
                        .start();
                Box box = new Box(dir)) {
            prepare(box, camera);
            List<Integer> sentAtKill = new ArrayList<>();
            for (int i = 0; i < KILLS; i++) {
                int streams = i + 1;
                box.startRecorder();
                int frames = 4 * FRAMES_PER_SECOND + random.nextInt(FRAMES_PER_SECOND);
                Await.until(
                        "recording number " + streams + " got " + frames + " pictures",
                        Duration.ofSeconds(60),
                        () -> camera.streams().size() >= streams
                                && video(camera, streams - 1).size() >= frames);
                box.killRecorder();
                sentAtKill.add(video(camera, i).size());
            }
            box.startRecorder();
            Await.until(
                    "all killed recordings are recovered",
                    Duration.ofSeconds(60),
                    () -> recovered(box).size() == KILLS);
            for (int i = 0; i < KILLS; i++) {
                List<String> sent = video(camera, i);
                List<String> kept = run(box, recovered(box).get(i));
                assertThat(kept).as("what was kept of recording %d", i).isEqualTo(sent.subList(0, kept.size()));
                assertThat((sentAtKill.get(i) - kept.size()) / (double) FRAMES_PER_SECOND)
                        .as("seconds lost by kill %d", i)
                        .isLessThanOrEqualTo(MOST_SECONDS_LOST);
            }
            assertThat(box.stopRecorder()).as("SIGTERM").isEqualTo(143);
            List<Map<String, Object>> gaps =
                    list(box).stream().filter(e -> "gap".equals(e.get("kind"))).toList();
            assertThat(gaps).extracting(g -> g.get("cause")).contains("crash").doesNotContain("unknown", "power");
            assertThat(box.nvr("storage", "verify").exit()).isZero();
        }
    }

    private static void prepare(Box box, SimulatedCamera camera) throws IOException {
        assertThat(box.nvr("storage", "init").exit()).isZero();
        Files.writeString(box.dir().resolve("nvr.toml"), "[console]\nport = 0\n");
        Box.Result added = box.nvr(
                "camera",
                "add",
                "gate",
                "--name",
                "Gate",
                "--address",
                camera.address().toString());
        assertThat(added.exit()).as(added.err()).isZero();
    }

    private static List<String> video(SimulatedCamera camera, int stream) {
        return camera.streams().get(stream).video().stream().map(SentUnit::sha1).toList();
    }

    private static List<Map<String, Object>> recovered(Box box) {
        return list(box).stream()
                .filter(e -> e.get("marks") instanceof List<?> marks && marks.contains("recovered"))
                .toList();
    }

    @SuppressWarnings("unchecked") // the shape is what the test is about
    private static List<Map<String, Object>> list(Box box) {
        Box.Result result = box.nvr("footage", "list", "--camera", "gate", "--json");
        assertThat(result.exit()).as(result.err()).isZero();
        return (List<Map<String, Object>>)
                JsonReader.object("{\"list\":" + result.out() + "}").get("list");
    }

    /** The pictures of the whole run that a segment belongs to: it may have been cut at a boundary before the kill. */
    private static List<String> run(Box box, Map<String, Object> segment) {
        String path = segment.get("path").toString();
        String run = path.substring(path.lastIndexOf("-r"));
        return list(box).stream()
                .filter(e -> "segment".equals(e.get("kind")))
                .map(e -> e.get("path").toString())
                .filter(p -> p.endsWith(run))
                .flatMap(p -> Packets.video(Path.of(p)).stream())
                .map(Packets.Packet::sha1)
                .toList();
    }
}

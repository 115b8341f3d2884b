package tw.nvr.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.Segment;
import tw.nvr.storage.Box;
import tw.nvr.storage.Footage;
import tw.nvr.storage.verify.FootageVerifier;
import tw.nvr.storage.volume.Volume;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KillTest {
    @TempDir
    Path root;

    private static final long SEED = 20261120;

    @Test
    void a_killed_recorder_loses_at_most_the_fragment_it_had_in_hand_whenever_it_dies() throws Exception {
        System.out.println("KillTest seed " + SEED);
        Random random = new Random(SEED);
        Volume.init(root, "kill", Box.MORNING);
        Instant start = Box.MORNING;
        for (int life = 0; life < 4; life++) {
            Instant written = recordAndKill(start, 5 + random.nextInt(12));
            Box box = new Box(root);
            box.setClock(written.plusSeconds(10));
            try (Footage footage = box.open()) {
                List<Segment> all = footage.library().segments(Box.GATE, Box.EVER);
                assertThat(all.get(all.size() - 1).range().end()).isAfterOrEqualTo(written);
                List<Gap> gaps = footage.library().gaps(Box.GATE, Box.EVER);
                assertThat(gaps.get(gaps.size() - 1).cause()).isEqualTo(GapCause.CRASH);
                Duration recorded = all.stream().map(s -> s.range().duration()).reduce(Duration.ZERO, Duration::plus);
                assertThat(recorded).isGreaterThanOrEqualTo(Duration.ofSeconds(5L * (life + 1)));
            }
            assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings())
                    .isEmpty();
            start = written.plusSeconds(20);
        }
    }

    /** Answers the end of the last second the process said was written. */
    private Instant recordAndKill(Instant start, int seconds) throws Exception {
        Process p = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:MaxDirectMemorySize=128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordingProcess.class.getName(),
                        root.toString(),
                        start.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Instant last = start;
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(p.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < seconds; i++) {
                String line = in.readLine();
                assertThat(line).as("the recorder's word").isNotNull();
                last = Instant.parse(line);
            }
        } finally {
            p.destroyForcibly(); // SIGKILL
        }
        assertThat(p.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return last;
    }
}

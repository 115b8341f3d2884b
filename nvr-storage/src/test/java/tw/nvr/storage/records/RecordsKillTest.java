package tw.nvr.storage.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditChain;

/** {@code kill -9} while events are appended (S10): what was acknowledged is there. */
@Timeout(120)
class RecordsKillTest {
    private static final long SEED = 20261120;

    @TempDir
    Path dir;

    @Test
    void every_event_that_was_acknowledged_before_a_kill_is_there_and_the_chain_verifies() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        long before = 0;
        for (int round = 1; round <= 3; round++) {
            long acknowledged = appendAndKill(20 + random.nextInt(200));
            try (Records records = RecordsFixture.open(dir)) {
                AuditChain.Verdict verdict = records.audit().verify();
                assertThat(verdict.intact()).as("round %d", round).isTrue();
                assertThat(verdict.events())
                        .isGreaterThanOrEqualTo(acknowledged)
                        .isGreaterThan(before);
                before = verdict.events();
            }
        }
    }

    /** Kills the child after that many answers; returns the number of the last one it gave, read to the end of its pipe. */
    private long appendAndKill(int answers) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            int read = 0;
            for (String line = out.readLine(); line != null && !line.isEmpty(); line = out.readLine()) {
                last = Long.parseLong(line);
                if (++read == answers) {
                    // Through the handle: the process object would close the pipe that holds the last answers.
                    child.toHandle().destroyForcibly();
                }
            }
            assertThat(read).isGreaterThanOrEqualTo(answers);
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(128 + 9);
        return last;
    }

    /** The child: appends without end and says each number after its commit, one whole line per write. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] args) throws IOException {
            Records records = Records.open(Path.of(args[0]), InstantSource.system(), System::nanoTime);
            while (true) {
                long seq = records.audit()
                        .append(RecordsFixture.ALICE, AuditAction.PLAYBACK_SERVED, "camera:gate", Map.of("a", "b"))
                        .seq();
                System.out.write((seq + "\n").getBytes(StandardCharsets.UTF_8));
                System.out.flush();
            }
        }
    }
}

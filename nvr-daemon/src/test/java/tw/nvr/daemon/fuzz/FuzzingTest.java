package tw.nvr.daemon.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten seconds of the fuzzer for each target, two at a time. {@code ./nvr fuzz TARGET} goes on without end. */
@Tag("fuzz")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzingTest {
    private static final int SECONDS = 10;

    /** How a fuzzer's process ended. */
    private record Outcome(int exit, Path log) {
        String said() throws IOException {
            return Files.readString(log);
        }

        /** The native part was not there for this machine. */
        boolean cannot() throws IOException {
            return exit != 0 && said().contains("UnsatisfiedLinkError");
        }
    }

    private final Fuzzer fuzzer = new Fuzzer(Path.of(System.getProperty("nvr.repository")));
    private final ExecutorService two = Executors.newFixedThreadPool(2);
    private final Map<Target, CompletableFuture<Outcome>> outcomes = new EnumMap<>(Target.class);

    @BeforeAll
    void start() {
        for (Target target : Target.values()) {
            outcomes.put(target, CompletableFuture.supplyAsync(() -> run(target), two));
        }
    }

    @AfterAll
    void stop() {
        two.shutdownNow();
    }

    private Outcome run(Target target) {
        Process process = null;
        try {
            ProcessBuilder builder = fuzzer.process(target, SECONDS);
            Path log = fuzzer.work(target).resolve("log");
            process = builder.redirectOutput(log.toFile()).start();
            boolean ended = process.waitFor(SECONDS + 60L, TimeUnit.SECONDS);
            return new Outcome(ended ? process.exitValue() : -1, log);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void ten_seconds_of_looking_find_nothing(Target target) throws Exception {
        Outcome outcome = outcomes.get(target).get(10, TimeUnit.MINUTES);
        assumeTrue(!outcome.cannot(), "the fuzzer has no native part for this machine");
        assertThat(outcome.exit())
                .as(
                        "%s: the finding lies in %s; keep it in %s/%s and mend the parser.%n%s",
                        target.word(),
                        fuzzer.work(target).resolve("found"),
                        Fuzzer.CORPORA,
                        target.word(),
                        tail(outcome.said()))
                .isZero();
    }

    private static String tail(String log) {
        int from = Math.max(0, log.indexOf("== Java Exception"));
        return log.substring(Math.max(from, log.length() - 6000));
    }
}

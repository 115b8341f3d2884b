package tw.nvr.daemon.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every input of the corpora, and changes of them at random, through its target. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CorpusTest {
    private static final int CHANGES = 200;

    private static List<Path> corpus(Target target) throws Exception {
        Path folder = Path.of(System.getProperty("nvr.repository"), Fuzzer.CORPORA, target.word());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparing(Path::toString)).toList();
        }
    }

    private static void take(Target target, byte[] input, String what) {
        long before = Claim.allocated();
        try {
            target.take(input);
        } catch (Throwable e) {
            throw new AssertionError(target.word() + ": " + what, e);
        }
        assertThat(Claim.inProportion(before, input.length))
                .as("%s: memory in proportion to %s", target.word(), what)
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void every_input_that_was_ever_kept_is_taken(Target target) throws Exception {
        List<Path> corpus = corpus(target);
        assertThat(corpus).isNotEmpty();
        for (Path file : corpus) {
            take(target, Files.readAllBytes(file), file.getFileName().toString());
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void and_so_are_changes_of_it_at_random(Target target) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Path> corpus = corpus(target);
        for (int round = 0; round < CHANGES; round++) {
            byte[] input = Files.readAllBytes(corpus.get(random.nextInt(corpus.size())));
            for (int i = random.nextInt(8); i > 0 && input.length > 0; i--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt();
            }
            take(target, input, "seed " + seed + " round " + round);
        }
    }
}

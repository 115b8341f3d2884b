package tw.nvr.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.problem.ProblemException;

class NativesTest {
    @Test
    void threads_that_load_at_the_same_time_all_find_the_encoders() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (Future<Boolean> found : IntStream.range(0, 4)
                    .mapToObj(i -> pool.submit(() -> {
                        together.await();
                        Natives.load();
                        return avcodec.avcodec_find_encoder_by_name("libopenh264") != null;
                    }))
                    .toList()) {
                assertThat(found.get()).isTrue();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void ffmpeg_itself_is_quiet() {
        Natives.load();
        assertThat(avutil.av_log_get_level()).isEqualTo(avutil.AV_LOG_QUIET);
    }

    /** What fails once fails until restart, so this needs a process of its own. */
    @Test
    void a_folder_that_cannot_be_made_is_a_problem_in_words_and_not_a_guessable_folder(@TempDir Path folder)
            throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("below"),
                        Loading.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).isZero();
        assertThat(said).startsWith("ffmpeg-missing").doesNotContain("loaded").contains("below");
    }

    /** Tries to load twice and says what became of it. */
    static final class Loading {
        private Loading() {}

        public static void main(String[] args) {
            String first = attempt();
            System.out.print(first + " " + attempt());
        }

        private static String attempt() {
            try {
                Natives.load();
                return "loaded";
            } catch (ProblemException e) {
                return e.problem().key() + " " + e.problem().arguments();
            }
        }
    }
}

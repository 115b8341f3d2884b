package tw.nvr.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ffmpeg of the distribution: makes clips, and judges files. Tests without it are skipped with words. */
final class DebianFfmpeg {
    private static final String FFMPEG = "/usr/bin/ffmpeg";
    private static final String FFPROBE = "/usr/bin/ffprobe";

    private DebianFfmpeg() {}

    /** Skips the test unless ffmpeg is installed and has that encoder. */
    static void assumeEncoder(String name) throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of(FFMPEG)) && Files.isExecutable(Path.of(FFPROBE)), "ffmpeg is not installed");
        boolean has = run(List.of(FFMPEG, "-hide_banner", "-encoders")).contains(" " + name + " ");
        assumeTrue(has, "the installed ffmpeg has no encoder " + name);
    }

    /** Makes a file; fails with what ffmpeg said when it does not. */
    static Path make(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(FFMPEG, "-hide_banner", "-v", "error", "-nostdin"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        assertThat(run(command)).isEmpty();
        return file;
    }

    /** Fails unless every picture and all sound of a file can be decoded without a complaint. */
    static void assertDecodes(Path file) throws IOException, InterruptedException {
        String path = file.toString();
        assertThat(run(List.of(FFPROBE, "-v", "error", "-show_entries", "stream=codec_name", path)))
                .as("ffprobe of %s", file.getFileName())
                .contains("codec_name")
                .doesNotContain("rror");
        assertThat(run(List.of(FFMPEG, "-v", "error", "-nostdin", "-xerror", "-i", path, "-f", "null", "-")))
                .as("decoding %s", file.getFileName())
                .isEmpty();
    }

    /** What ffprobe prints of a file, in its compact form without names. */
    static List<String> probe(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(FFPROBE, "-v", "error", "-of", "compact=p=0:nk=1"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        return run(command).lines().filter(l -> !l.isBlank()).toList();
    }

    /** What ffmpeg writes to its output. */
    static byte[] output(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(FFMPEG, "-v", "error", "-nostdin"));
        command.addAll(List.of(arguments));
        command.add("-");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] out = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as("%s", command).isZero();
        return out;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        return said;
    }
}

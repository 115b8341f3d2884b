package tw.nvr.daemon.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program as a user runs it: every command a process of its own, on a data directory of its own. Closing it ends the
 * recorder if it still runs.
 */
final class Box implements AutoCloseable {
    /** What a command left behind. */
    record Result(int exit, String out, String err) {}

    private static final long COMMAND_SECONDS = 60;

    private final Path dir;
    private Process recorder;

    Box(Path dir) {
        this.dir = dir;
    }

    Path dir() {
        return dir;
    }

    /** Runs a command on this box to its end. */
    Result nvr(String... words) {
        return nvrWithInput("", words);
    }

    /** Runs a command on this box to its end, with something on standard input. */
    Result nvrWithInput(String input, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", dir.toString()));
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            Process p = builder(all)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            p.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            p.getOutputStream().close();
            if (!p.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                p.destroyForcibly().waitFor();
                throw new AssertionError(
                        "nvr " + String.join(" ", words) + " took more than " + COMMAND_SECONDS + " s");
            }
            Result result = new Result(p.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a command ran", e);
        }
    }

    /** Starts the recorder; its log goes to {@code recorder.log} in the directory. */
    void startRecorder() throws IOException {
        recorder = builder(List.of("run", "--dir", dir.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        dir.resolve("recorder.log").toFile()))
                .start();
    }

    /** Ends the recorder as systemd does, and waits for it. */
    int stopRecorder() throws InterruptedException {
        recorder.destroy();
        if (!recorder.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the recorder did not stop within 30 s");
        }
        return recorder.exitValue();
    }

    /** Ends the recorder without a word: SIGKILL. */
    void killRecorder() {
        recorder.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        if (recorder != null) {
            killRecorder();
        }
    }

    private static ProcessBuilder builder(List<String> words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=128m",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "tw.nvr.daemon.Main"));
        command.addAll(words);
        ProcessBuilder b = new ProcessBuilder(command);
        b.environment().put("LC_ALL", "C.UTF-8");
        return b;
    }
}

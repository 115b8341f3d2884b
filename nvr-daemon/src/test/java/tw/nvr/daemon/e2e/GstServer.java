package tw.nvr.daemon.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A third-party RTSP server: GStreamer's, as a process of its own, on a free port of the loopback. */
final class GstServer implements AutoCloseable {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final Process process;
    private final int port;

    private GstServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it, or skips the test with words where GStreamer's RTSP server for Python is not installed. */
    static GstServer start(String... arguments) throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "GStreamer's RTSP server is not installed (gir1.2-gst-rtsp-server-1.0, python3-gi)");
        Path script = Path.of(System.getProperty("nvr.repository"))
                .resolve("nvr-daemon/src/test/resources/tw/nvr/daemon/e2e/gst-rtsp-server.py");
        List<String> command = new ArrayList<>(List.of(PYTHON.toString(), script.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String ready = out.readLine();
        assumeTrue(ready != null && ready.startsWith("ready "), "GStreamer's RTSP server did not start");
        return new GstServer(process, Integer.parseInt(ready.substring(6)));
    }

    /** Address of the file with that number. */
    String address(int file) {
        return "rtsp://127.0.0.1:" + port + "/" + file;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isInstalled() throws IOException, InterruptedException {
        if (!Files.isExecutable(PYTHON)) {
            return false;
        }
        String probe = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer";
        Process p = new ProcessBuilder(PYTHON.toString(), "-c", probe)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return p.waitFor() == 0;
    }
}

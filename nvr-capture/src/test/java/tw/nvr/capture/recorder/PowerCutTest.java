package tw.nvr.capture.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.capture.run.KeptFootage;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.StreamAddress;

/** After a power cut the recorder is there first, and sixty-four cameras come up all at once. With the product's own patience. */
@Tag("realtime")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PowerCutTest {
    private static final int CAMERAS = 64;
    private static final Duration ALL_BACK = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final KeptFootage kept = new KeptFootage(256L << 20);
    private final Cameras register = new Cameras();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private Recorder record(int[] ports) {
        for (int i = 0; i < CAMERAS; i++) {
            StreamAddress address = new StreamAddress("rtsp", "127.0.0.1", ports[i % ports.length], "/1");
            register.and(Cameras.camera("camera-" + (100 + i), address));
        }
        Recorder recorder = new Recorder(
                RecorderSettings.standard(folder), register, kept, InstantSource.system(), System::nanoTime, Set::of);
        open.add(recorder);
        recorder.start();
        return recorder;
    }

    private void comeUp(int port) {
        open.add(SimulatedCamera.builder(InstantSource.system(), System::nanoTime, ZoneOffset.UTC)
                .picture(160, 120)
                .bitsPerSecond(100_000)
                .port(port)
                .start());
    }

    private static void await(String what, Duration longest, BooleanSupplier condition) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + longest + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean allFailed(int times) {
        Map<CameraId, Long> failures =
                kept.words().stream().collect(Collectors.groupingBy(KeptFootage.Word::camera, Collectors.counting()));
        return failures.size() == CAMERAS && failures.values().stream().allMatch(n -> n >= times);
    }

    private static void assertAllBack(Recorder recorder, Predicate<CameraId> which) {
        long from = System.nanoTime();
        await(
                "all are recording",
                ALL_BACK,
                () -> recorder.statuses().stream()
                        .filter(s -> which.test(s.camera()))
                        .allMatch(s -> s.state() == CameraState.RECORDING));
        System.out.println("all recording after " + (System.nanoTime() - from) / 1_000_000 + " ms");
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(t -> t.getName().startsWith("connect-")))
                .as("they do not all connect at the same time")
                .hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void sixty_four_cameras_that_refused_at_first_and_come_up_at_once_are_all_recorded_within_thirty_seconds()
            throws Exception {
        int port = freePort();
        Recorder recorder = record(new int[] {port});
        await("the longest pauses between attempts", Duration.ofSeconds(60), () -> allFailed(6));
        comeUp(port);
        assertAllBack(recorder, id -> true);
    }

    @Test
    void those_that_come_up_are_recorded_within_thirty_seconds_while_as_many_others_do_not_answer_at_all()
            throws Exception {
        MuteHost returning = new MuteHost();
        MuteHost dead = new MuteHost();
        open.add(returning);
        open.add(dead);
        Recorder recorder = record(new int[] {returning.port(), dead.port()});
        await("two rounds of attempts", Duration.ofSeconds(100), () -> allFailed(2));
        returning.close();
        comeUp(returning.port());
        // Even numbers come back, odd ones stay away.
        assertAllBack(recorder, id -> Integer.parseInt(id.toString().replaceAll("\\D", "")) % 2 == 0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket s = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return s.getLocalPort();
        }
    }

    /** A host that is there for the network and takes no connection: its queue is full, and the kernel drops every SYN. */
    private static final class MuteHost implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> queue = new ArrayList<>();

        MuteHost() throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            for (int i = 0; i < 16; i++) {
                Socket s = new Socket();
                queue.add(s);
                try {
                    s.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 300);
                } catch (SocketTimeoutException e) {
                    return;
                }
            }
            throw new IOException("this kernel's queue has no end");
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket s : queue) {
                s.close();
            }
        }
    }
}

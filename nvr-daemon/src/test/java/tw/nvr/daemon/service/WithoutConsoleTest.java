package tw.nvr.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.control.ControlAddress;
import tw.nvr.daemon.systemd.ServiceManager;
import tw.nvr.storage.volume.Volume;

@Timeout(60)
class WithoutConsoleTest {
    @TempDir
    Path folder;

    /** Of other tests in this process, whose recorders are none of ours. */
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !before.contains(t))
                .map(Thread::getName)
                .toList();
    }

    @Test
    void a_recorder_whose_consoles_port_is_taken_records_all_the_same_and_opens_it_when_the_port_is_free()
            throws Exception {
        Volume.init(folder, "test", Instant.now());
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = taken.getLocalPort();
        try (RecorderService service = RecorderService.start(
                Configuration.defaultsIn(folder).withPort(port),
                false,
                InstantSource.system(),
                System::nanoTime,
                ServiceManager.of(Map.of(), ProcessHandle.current().pid()),
                records -> {})) {
            assertThat(service.port()).isZero();
            assertThat(threads()).contains("capture", "upkeep");
            assertThat(ControlAddress.of(Configuration.defaultsIn(folder).data().run()))
                    .as("commands reach it")
                    .exists();
            taken.close();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (service.port() == 0 && System.nanoTime() < deadline) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            assertThat(service.port()).as("the console, once the port is free").isEqualTo(port);
        } finally {
            taken.close();
        }
        assertThat(threads()).doesNotContain("capture", "upkeep");
    }
}

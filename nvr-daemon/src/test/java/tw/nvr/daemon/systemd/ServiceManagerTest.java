package tw.nvr.daemon.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real datagram socket; the JDK has none for unix addresses, so Python plays the service manager. */
@Timeout(60)
class ServiceManagerTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String LISTENER = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1].replace('@', '\\0', 1))
            print('bound', flush=True)
            for _ in range(int(sys.argv[2])):
                print(repr(s.recv(4096).decode()), flush=True)
            """;

    @TempDir
    Path folder;

    @Test
    void a_socket_with_a_path_hears_everything() throws Exception {
        hears(folder.resolve("notify").toString());
    }

    @Test
    void a_socket_with_an_abstract_name_hears_everything() throws Exception {
        hears("@nvr-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    }

    @Test
    void without_a_service_manager_nothing_happens() {
        ServiceManager nobody = ServiceManager.of(Map.of(), 1);
        nobody.ready("well");
        nobody.alive();

        assertThat(nobody.watchdog()).isEmpty();
    }

    @Test
    void a_socket_that_nobody_listens_on_or_that_makes_no_sense_does_no_harm() {
        for (String address :
                new String[] {folder.resolve("none").toString(), "relative", "/", "/" + "x".repeat(200)}) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", address), 1).ready("well");
        }
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "relative", "WATCHDOG_USEC", "1000"), 1)
                        .watchdog())
                .isEmpty();
    }

    @Test
    void the_watchdog_is_only_for_the_process_it_names() {
        Map<String, String> environment =
                Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "42");

        assertThat(ServiceManager.of(environment, 42).watchdog()).contains(Duration.ofSeconds(60));
        assertThat(ServiceManager.of(environment, 43).watchdog()).isEmpty();
    }

    private void hears(String address) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(PYTHON), "needs /usr/bin/python3");
        Process listener = new ProcessBuilder(PYTHON.toString(), "-c", LISTENER, address, "4").start();
        try (BufferedReader heard =
                new BufferedReader(new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(heard.readLine()).isEqualTo("bound");
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", address), 1);
            manager.ready("2/2\ncameras");
            manager.alive();
            manager.status("well");
            manager.stopping();

            assertThat(heard.readLine()).isEqualTo("'READY=1\\nSTATUS=2/2 cameras'");
            assertThat(heard.readLine()).isEqualTo("'WATCHDOG=1'");
            assertThat(heard.readLine()).isEqualTo("'STATUS=well'");
            assertThat(heard.readLine()).isEqualTo("'STOPPING=1'");
        } finally {
            listener.destroyForcibly().waitFor();
        }
    }
}

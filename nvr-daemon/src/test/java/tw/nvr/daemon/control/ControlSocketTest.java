package tw.nvr.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;

@Timeout(30)
class ControlSocketTest {
    @TempDir
    Path folder;

    private final List<String> actors = new ArrayList<>();
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void start() {
        socket = ControlAddress.of(folder.resolve("run"));
        server = ControlServer.start(
                socket,
                Map.of(
                        "echo",
                        (actor, in) -> {
                            actors.add(actor.toString());
                            return in;
                        },
                        "refuse",
                        (actor, in) -> {
                            throw Problem.of(ProblemKind.CONFLICT, "camera-exists", "front")
                                    .exception();
                        },
                        "break",
                        (actor, in) -> {
                            throw new IllegalStateException("on purpose");
                        }),
                System::nanoTime);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void the_kernel_says_who_asks() throws Exception {
        Object answer = client().ask("echo", Map.of("name", "正門口")).orElseThrow();

        assertThat(answer).isEqualTo(Map.of("name", "正門口"));
        assertThat(actors)
                .containsExactly(
                        "os-user:" + Files.getOwner(Path.of("/proc/self")).getName());
    }

    @Test
    void a_problem_arrives_as_the_same_problem() {
        assertThatThrownBy(() -> client().ask("refuse", Map.of()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem())
                                .isEqualTo(Problem.of(ProblemKind.CONFLICT, "camera-exists", "front")));
    }

    @Test
    void a_fault_of_the_recorder_is_told_without_its_details_and_the_next_command_works() {
        assertThatThrownBy(() -> client().ask("break", Map.of()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.of(ProblemKind.INTERNAL, "internal-fault")));
        assertThat(client().ask("echo", Map.of())).isPresent();
    }

    @Test
    void the_socket_is_for_owner_and_group_and_its_folder_for_the_owner() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-rw----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void nonsense_is_answered_in_words_and_harms_nobody() throws Exception {
        for (String nonsense : List.of("\n", "{}\n", "[1]\n", "{\"command\":\"x\"}\n", "GET / HTTP/1.1\n", "\0\0\n")) {
            assertThat(raw(nonsense.getBytes(StandardCharsets.UTF_8)))
                    .as(nonsense)
                    .startsWith("{\"problem\":{\"kind\":\"USAGE\"");
        }
        assertThat(raw(new byte[] {(byte) 0xff, (byte) 0xc0, '\n'})).startsWith("{\"problem\"");
        assertThat(client().ask("echo", Map.of())).isPresent();
    }

    @Test
    void an_endless_request_is_hung_up_on() throws Exception {
        byte[] endless = new byte[2 * Message.LONGEST_REQUEST];

        assertThat(rawUntilCut(endless)).isEmpty();
        assertThat(client().ask("echo", Map.of())).isPresent();
    }

    @Test
    void connections_that_say_nothing_do_not_keep_others_out() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            assertThat(client().ask("echo", Map.of())).isPresent();
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    @Test
    void without_a_recorder_there_is_no_answer_even_if_a_socket_was_left_behind() throws Exception {
        server.close();
        assertThat(client().ask("echo", Map.of())).isEqualTo(Optional.empty());

        Files.createFile(socket);
        assertThat(client().ask("echo", Map.of())).isEqualTo(Optional.empty());
    }

    @Test
    void a_long_path_gets_a_short_socket_that_both_sides_find() throws Exception {
        Path deep = folder.resolve("資料".repeat(30)).resolve("run");
        Path address = ControlAddress.of(deep);

        assertThat(address.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(108);
        assertThat(address).isEqualTo(ControlAddress.of(deep));
        try (ControlServer second = ControlServer.start(address, Map.of("hi", (a, in) -> "yes"), System::nanoTime)) {
            assertThat(second).isNotNull();
            assertThat(new ControlClient(address, System::nanoTime, Duration.ofSeconds(10)).ask("hi", Map.of()))
                    .contains("yes");
        } finally {
            Files.deleteIfExists(address.getParent());
        }
    }

    private ControlClient client() {
        return new ControlClient(socket, System::nanoTime, Duration.ofSeconds(10));
    }

    private String raw(byte[] request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(request));
            return readAll(channel);
        }
    }

    private String rawUntilCut(byte[] request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer out = ByteBuffer.wrap(request);
            try {
                while (out.hasRemaining()) {
                    channel.write(out);
                }
                return readAll(channel);
            } catch (IOException cut) {
                return "";
            }
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(4096);
        while (channel.read(in) >= 0) {
            assertThat(in.hasRemaining()).isTrue();
        }
        return StandardCharsets.UTF_8.decode(in.flip()).toString();
    }
}

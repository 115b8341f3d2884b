package tw.nvr.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.Actor;

/** Tables as proc(5) has them: 0100007F:1F90 is 127.0.0.1:8080. */
class PeerActorsTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    Path folder;

    private PeerActors actors;

    @BeforeEach
    void tables() throws Exception {
        Files.writeString(
                folder.resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\nclerk:x:1001:1001::/home/clerk:/bin/sh\n");
        actors = new PeerActors(folder, folder.resolve("passwd"));
    }

    @Test
    void the_owner_of_the_other_end_is_found_among_sockets_of_ip_version_4() throws Exception {
        table(
                "tcp",
                line("0100007F:1F90", "0100007F:C350", "01", 0),
                line("0100007F:C350", "0100007F:1F90", "01", 1001));
        assertThat(actors.actor(at("127.0.0.1", 50_000), at("127.0.0.1", 8080))).isEqualTo(Actor.osUser("clerk"));
    }

    @Test
    void and_among_sockets_of_ip_version_6_plain_or_mapped() throws Exception {
        table(
                "tcp6",
                line("0000000000000000FFFF00000100007F:C350", "0000000000000000FFFF00000100007F:1F90", "01", 1001),
                line("00000000000000000000000001000000:C351", "00000000000000000000000001000000:1F90", "01", 0));
        assertThat(actors.actor(at("127.0.0.1", 50_000), at("127.0.0.1", 8080))).isEqualTo(Actor.osUser("clerk"));
        assertThat(actors.actor(at("::1", 50_001), at("::1", 8080))).isEqualTo(Actor.osUser("root"));
    }

    @Test
    void a_user_without_a_name_goes_by_number() throws Exception {
        table("tcp", line("0100007F:C350", "0100007F:1F90", "01", 4711));
        assertThat(actors.actor(at("127.0.0.1", 50_000), at("127.0.0.1", 8080))).isEqualTo(Actor.osUser("uid-4711"));
    }

    @Test
    void a_socket_that_is_no_longer_connected_says_nothing_because_the_kernel_calls_its_owner_root() throws Exception {
        table("tcp", line("0100007F:C350", "0100007F:1F90", "06", 0));
        assertThat(actors.actor(at("127.0.0.1", 50_000), at("127.0.0.1", 8080)).kind())
                .isEqualTo(Actor.Kind.LOCAL_CONSOLE);
    }

    @Test
    void where_there_are_no_tables_it_is_somebody_at_this_box() {
        assertThat(actors.actor(at("127.0.0.1", 50_000), at("127.0.0.1", 8080)).kind())
                .isEqualTo(Actor.Kind.LOCAL_CONSOLE);
    }

    private void table(String name, String... lines) throws Exception {
        Files.writeString(folder.resolve(name), HEAD + String.join("", lines));
    }

    private static String line(String local, String remote, String state, int uid) {
        return "   1: " + local + " " + remote + " " + state + " 00000000:00000000 00:00000000 00000000  " + uid
                + "        0 12345 1 0000000000000000 20 4 30 10 -1\n";
    }

    private static InetSocketAddress at(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

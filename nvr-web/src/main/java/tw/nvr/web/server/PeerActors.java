package tw.nvr.web.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.audit.Actor;

/**
 * Who sits at the other end of a loopback connection: the kernel's socket tables {@code /proc/net/tcp} and {@code tcp6}
 * (proc(5)) name the operating-system user that owns the peer's socket. Asked once per connection. Thread-safe.
 */
final class PeerActors {
    private static final Logger LOG = LoggerFactory.getLogger(PeerActors.class);
    private static final String ATTRIBUTE = PeerActors.class.getName();
    private static final Actor UNTOLD = new Actor(Actor.Kind.LOCAL_CONSOLE, "console");

    /** A socket in any other state no longer has an owner, and the kernel says 0 (root) for it. */
    private static final String ESTABLISHED = "01";

    private static final int STATE_COLUMN = 3;
    private static final int UID_COLUMN = 7;

    private final Path proc;
    private final Path passwd;

    PeerActors() {
        this(Path.of("/proc/net"), Path.of("/etc/passwd"));
    }

    /** Reads other tables than the machine's. */
    PeerActors(Path proc, Path passwd) {
        this.proc = proc;
        this.passwd = passwd;
    }

    Actor actor(ConnectionMetaData connection) {
        Object known = connection.getAttribute(ATTRIBUTE);
        if (known instanceof Actor actor) {
            return actor;
        }
        Actor actor = UNTOLD;
        if (connection.getRemoteSocketAddress() instanceof InetSocketAddress peer
                && connection.getLocalSocketAddress() instanceof InetSocketAddress own) {
            actor = actor(peer, own);
        }
        connection.setAttribute(ATTRIBUTE, actor);
        return actor;
    }

    /** The owner of the socket at {@code peer} that is connected to {@code own}. */
    Actor actor(InetSocketAddress peer, InetSocketAddress own) {
        Optional<String> uid = find("tcp", four(peer), four(own));
        if (uid.isEmpty()) {
            uid = find("tcp6", six(peer), six(own));
        }
        return uid.map(this::named).orElse(UNTOLD);
    }

    private Optional<String> find(String table, Optional<String> peer, Optional<String> own) {
        Path file = proc.resolve(table);
        if (peer.isEmpty() || own.isEmpty() || !Files.isReadable(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
            return lines.map(l -> l.strip().split("\\s+", UID_COLUMN + 2))
                    .filter(c -> c.length > UID_COLUMN
                            && c[1].equals(peer.get())
                            && c[2].equals(own.get())
                            && c[STATE_COLUMN].equals(ESTABLISHED))
                    .map(c -> c[UID_COLUMN])
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the kernel's socket table {} cannot be read, so who looks is not known: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private Actor named(String uid) {
        try {
            List<String> lines = Files.readAllLines(passwd, StandardCharsets.UTF_8);
            for (String line : lines) {
                String[] fields = line.split(":", 5);
                if (fields.length > 3 && fields[2].equals(uid) && !fields[0].isBlank()) {
                    return Actor.osUser(fields[0]);
                }
            }
        } catch (IOException e) {
            LOG.warn("the user table {} cannot be read, so users go by number: {}", passwd, e.toString());
        }
        return Actor.osUser("uid-" + uid);
    }

    /** IPv4 as the table has it: the address as one number in the machine's byte order (little-endian here), then the port. */
    private static Optional<String> four(InetSocketAddress address) {
        if (!(address.getAddress() instanceof Inet4Address ip)) {
            return Optional.empty();
        }
        return Optional.of(words(ip.getAddress()) + port(address));
    }

    /** IPv6, or IPv4 mapped into it, which is what a dual-stack socket has. */
    private static Optional<String> six(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        byte[] bytes = ip.getAddress();
        if (bytes.length == 4) {
            byte[] mapped = new byte[16];
            mapped[10] = (byte) 0xff;
            mapped[11] = (byte) 0xff;
            System.arraycopy(bytes, 0, mapped, 12, 4);
            bytes = mapped;
        }
        return Optional.of(words(bytes) + port(address));
    }

    /** Every four bytes as one little-endian number: amd64 and arm64 are both little-endian. */
    private static String words(byte[] bytes) {
        StringBuilder s = new StringBuilder();
        HexFormat hex = HexFormat.of().withUpperCase();
        for (int word = 0; word < bytes.length; word += 4) {
            for (int i = 3; i >= 0; i--) {
                s.append(hex.toHexDigits(bytes[word + i]));
            }
        }
        return s.toString();
    }

    private static String port(InetSocketAddress address) {
        return String.format(Locale.ROOT, ":%04X", address.getPort());
    }
}

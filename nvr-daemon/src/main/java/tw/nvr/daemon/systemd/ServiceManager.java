package tw.nvr.daemon.systemd;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how the service is (sd_notify(3)): a datagram to the socket that {@code NOTIFY_SOCKET} names,
 * by path or, starting with {@code @}, in the abstract namespace. Without that variable it does nothing. Thread-safe. A
 * message that cannot be sent is logged and never stops the recorder.
 */
public final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    /** sun_path of unix(7). */
    private static final int LONGEST_PATH = 108;

    private final Optional<byte[]> address;
    private final Optional<Duration> watchdog;

    private ServiceManager(Optional<byte[]> address, Optional<Duration> watchdog) {
        this.address = address;
        this.watchdog = watchdog;
    }

    /**
     * Reads {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID} (sd_watchdog_enabled(3)).
     *
     * @param pid of this process
     */
    public static ServiceManager of(Map<String, String> environment, long pid) {
        Optional<byte[]> address =
                Optional.ofNullable(environment.get("NOTIFY_SOCKET")).flatMap(ServiceManager::address);
        String wanted = environment.getOrDefault("WATCHDOG_PID", "");
        Optional<Duration> watchdog = Optional.empty();
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        if (micros.matches("[1-9]\\d{0,14}") && (wanted.isEmpty() || wanted.equals(Long.toString(pid)))) {
            watchdog = Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000));
        }
        return new ServiceManager(address, watchdog);
    }

    /** How long the service manager waits between two signs of life; empty when it does not watch. */
    public Optional<Duration> watchdog() {
        return address.flatMap(a -> watchdog);
    }

    /** The recorder works. */
    public void ready(String status) {
        send("READY=1\nSTATUS=" + oneLine(status));
    }

    /** One line that {@code systemctl status} shows. */
    public void status(String status) {
        send("STATUS=" + oneLine(status));
    }

    public void stopping() {
        send("STOPPING=1");
    }

    /** The sign of life. */
    public void alive() {
        send("WATCHDOG=1");
    }

    private void send(String state) {
        if (address.isEmpty()) {
            return;
        }
        byte[] message = state.getBytes(StandardCharsets.UTF_8);
        byte[] to = address.get();
        try {
            LibC c = Holder.C;
            int socket = c.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
            try {
                c.sendto(socket, message, message.length, LibC.MSG_NOSIGNAL, to, to.length);
            } finally {
                c.close(socket);
            }
        } catch (LastErrorException | UnsatisfiedLinkError e) {
            LOG.warn(
                    "the service manager could not be told {}: {}",
                    state.lines().findFirst().orElse(""),
                    e.getMessage());
        }
    }

    /** struct sockaddr_un of unix(7): family, then the path with its final zero, or a zero and the abstract name. */
    private static Optional<byte[]> address(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        if (path.length < 2 || path.length >= LONGEST_PATH || !(isAbstract || name.startsWith("/"))) {
            LOG.warn(
                    "NOTIFY_SOCKET is neither a path nor an abstract name; the service manager will not be told anything");
            return Optional.empty();
        }
        byte[] out = Arrays.copyOf(new byte[] {LibC.AF_UNIX, 0}, 2 + path.length + (isAbstract ? 0 : 1));
        System.arraycopy(path, 0, out, 2, path.length);
        if (isAbstract) {
            out[2] = 0;
        }
        return Optional.of(out);
    }

    private static String oneLine(String status) {
        return status.replace('\n', ' ');
    }

    /** Loads the native part when it is first needed: most commands never do. */
    private static final class Holder {
        private static final LibC C = Native.load("c", LibC.class);
    }
}

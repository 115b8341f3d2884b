package tw.nvr.daemon.config;

/**
 * An address of the box itself. As long as nobody signs in, whoever reaches the console may look at footage, so no other
 * address is taken. Immutable.
 *
 * @param host {@code 127.0.0.1} or {@code ::1}
 */
public record Loopback(String host) {
    public static final Loopback IPV4 = new Loopback("127.0.0.1");

    public Loopback {
        if (!host.equals("127.0.0.1") && !host.equals("::1")) {
            throw new IllegalArgumentException("not an address of the box itself: " + host);
        }
    }

    @Override
    public String toString() {
        return host;
    }
}

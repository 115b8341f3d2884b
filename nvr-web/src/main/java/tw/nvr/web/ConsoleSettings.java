package tw.nvr.web;

import java.time.ZoneId;
import java.util.Objects;

/**
 * How the console is to be served. Immutable.
 *
 * @param bindHost address to listen on; must be one of this machine's own loopback while there is no sign-in
 * @param port 1 to 65535, or 0 for any that is free
 * @param zone in which days begin and times are shown
 * @param institution its name, as shown on every page; may be empty
 * @param demo whether this is {@code nvr demo}, which every page says
 */
public record ConsoleSettings(String bindHost, int port, ZoneId zone, String institution, boolean demo) {
    public ConsoleSettings {
        Objects.requireNonNull(bindHost);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(institution);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
    }
}

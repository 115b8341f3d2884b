package tw.nvr.capture.client;

import tw.nvr.capture.rtsp.AuthStrength;

/**
 * What is remembered of a camera from one connection to the next until its record changes: how well it protected its
 * password so far, so that whoever sits on the wire cannot ask for it in a weaker way; and the way to its host. Thread-safe.
 */
public final class AuthMemory {
    private final HostMemory host = new HostMemory();
    private AuthStrength strongest = AuthStrength.NONE;

    /** The way to it. */
    public HostMemory host() {
        return host;
    }

    /** The strongest way so far. */
    public synchronized AuthStrength strongest() {
        return strongest;
    }

    /** Remembers how it asked on a connection that played; never forgets a stronger way. */
    public synchronized void remember(AuthStrength strength) {
        if (strongest.weakerThan(strength)) {
            strongest = strength;
        }
    }
}

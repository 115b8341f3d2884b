package tw.nvr.capture.client;

import tw.nvr.capture.rtsp.AuthStrength;

/**
 * How well a camera protected its password so far, kept from one connection to the next until its record changes; so that
 * whoever sits on the wire cannot ask for it in a weaker way. Thread-safe.
 */
public final class AuthMemory {
    private AuthStrength strongest = AuthStrength.NONE;

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

package tw.nvr.capture.source;

/**
 * How well a camera asked for its password so far, kept from one connection to the next until its record changes; so that
 * whoever sits on the wire cannot ask for it in a weaker way. Thread-safe.
 */
public final class AuthMemory {
    private int strongest;

    /** Ordinal of the strongest way so far; 0 when it asked for nothing. */
    public synchronized int strongest() {
        return strongest;
    }

    /** Remembers how it asked; never forgets a stronger way. */
    public synchronized void remember(int strength) {
        strongest = Math.max(strongest, strength);
    }
}

package tw.nvr.capture.recorder;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is remembered of one camera from one connection to the next, until its record changes. Thread-safe: written on
 * connect threads, one at a time.
 */
final class ConnectionMemory {
    private final AtomicInteger strongestSignIn = new AtomicInteger();

    /** The strength of the strongest way to sign in that the camera offered so far; 0 when none. */
    int strongestSignIn() {
        return strongestSignIn.get();
    }

    /** Remembers what a camera offered; never forgets a stronger one. */
    void signIn(int strength) {
        strongestSignIn.accumulateAndGet(strength, Math::max);
    }
}

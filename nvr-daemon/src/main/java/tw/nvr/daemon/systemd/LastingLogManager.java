package tw.nvr.daemon.systemd;

import java.util.logging.LogManager;

/**
 * A log manager that goes on logging while the process stops. The JDK's own takes all handlers away in a shutdown hook of
 * its own, at the same time as ours stops the recorder, and the last words would be lost. Thread-safe.
 */
public final class LastingLogManager extends LogManager {
    @Override
    public void reset() {
        // On purpose nothing: Logging.start replaces the handlers itself.
    }
}

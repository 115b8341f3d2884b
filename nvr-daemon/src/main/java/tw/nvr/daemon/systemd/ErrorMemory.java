package tw.nvr.daemon.systemd;

import java.time.Instant;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Remembers the last error that was logged, for health. Thread-safe. */
public final class ErrorMemory extends Handler {
    private volatile Optional<Said> last = Optional.empty();

    /**
     * What was logged.
     *
     * @param text in English, without its cause
     */
    public record Said(Instant at, String text) {}

    /** Listens from now on. */
    public static ErrorMemory start() {
        ErrorMemory memory = new ErrorMemory();
        memory.setLevel(Level.SEVERE);
        Logger.getLogger("").addHandler(memory);
        return memory;
    }

    public Optional<Said> last() {
        return last;
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            String text = new TerminalText().formatMessage(record);
            last = Optional.of(new Said(record.getInstant(), text));
        }
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }

    private static final class TerminalText extends java.util.logging.Formatter {
        @Override
        public String format(LogRecord record) {
            return formatMessage(record);
        }
    }
}

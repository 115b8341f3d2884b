package tw.nvr.daemon.systemd;

import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Where lines of log go: to the error stream, and from there, under systemd, to the journal. No log files. Stateless. */
public final class Logging {
    /** Kept here because the JDK forgets loggers that nobody holds, with their level. */
    private static final Logger WEB_SERVER = Logger.getLogger("org.eclipse.jetty");

    private Logging() {}

    /**
     * Sends every record of that level or worse to a stream.
     *
     * @param environment {@code JOURNAL_STREAM} says that the journal reads
     */
    public static void start(PrintStream to, Level level, ZoneId zone, Map<String, String> environment) {
        Formatter formatter =
                environment.containsKey("JOURNAL_STREAM") ? new PriorityFormatter() : new TerminalFormatter(zone);
        LogManager.getLogManager().reset();
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler old : root.getHandlers()) {
            root.removeHandler(old);
        }
        root.addHandler(new StreamHandler(to, formatter));
        root.setLevel(level);
        // The web server tells at this level only that it started and stopped, in words of its own.
        WEB_SERVER.setLevel(Level.WARNING);
    }

    private static final class StreamHandler extends Handler {
        private final PrintStream to;

        StreamHandler(PrintStream to, Formatter formatter) {
            this.to = to;
            setFormatter(formatter);
        }

        @Override
        public void publish(LogRecord record) {
            to.print(getFormatter().format(record));
            to.flush();
        }

        @Override
        public void flush() {
            to.flush();
        }

        @Override
        public void close() {
            to.flush();
        }
    }
}

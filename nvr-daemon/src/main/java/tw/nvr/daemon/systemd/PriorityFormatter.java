package tw.nvr.daemon.systemd;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * A record of log for the journal: every line, those of a stack trace included, starts with its priority as sd-daemon(3)
 * wants it. The journal adds time and service itself. Immutable.
 */
public final class PriorityFormatter extends Formatter {
    @Override
    public String format(LogRecord record) {
        String prefix = "<" + priority(record.getLevel()) + ">";
        StringWriter text = new StringWriter();
        text.append(shortName(record.getLoggerName())).append(": ").append(formatMessage(record));
        if (record.getThrown() != null) {
            text.append('\n');
            record.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        StringBuilder out = new StringBuilder();
        text.toString().lines().forEach(line -> out.append(prefix).append(line).append('\n'));
        return out.toString();
    }

    /** The class without its package. */
    static String shortName(String logger) {
        return logger == null ? "nvr" : logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static int priority(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return 3;
        }
        if (value >= Level.WARNING.intValue()) {
            return 4;
        }
        return value >= Level.INFO.intValue() ? 6 : 7;
    }
}

package tw.nvr.daemon.systemd;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A record of log for a person at a terminal: time, level, where, what; a failure as one line, without its trace. Immutable. */
public final class TerminalFormatter extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;

    public TerminalFormatter(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public String format(LogRecord record) {
        StringBuilder out = new StringBuilder();
        out.append(TIME.format(record.getInstant().atZone(zone)));
        out.append(' ').append(record.getLevel().getName());
        out.append(' ').append(PriorityFormatter.shortName(record.getLoggerName()));
        out.append(": ").append(formatMessage(record));
        for (Throwable t = record.getThrown(); t != null; t = t.getCause()) {
            out.append(" (").append(t).append(')');
        }
        return out.append('\n').toString();
    }
}

package tw.nvr.daemon.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class FormatterTest {
    @Test
    void every_line_of_a_trace_carries_its_priority() {
        LogRecord record = record(Level.SEVERE, "broken\nhere");
        record.setThrown(new IllegalStateException("why", new RuntimeException("because")));

        String text = new PriorityFormatter().format(record);

        assertThat(text.lines()).hasSizeGreaterThan(5).allMatch(line -> line.startsWith("<3>"));
        assertThat(text).startsWith("<3>Footage: broken\n<3>here\n").contains("<3>Caused by");
    }

    @Test
    void levels_are_the_priorities_of_the_journal() {
        assertThat(new PriorityFormatter().format(record(Level.WARNING, "x"))).startsWith("<4>");
        assertThat(new PriorityFormatter().format(record(Level.INFO, "x"))).startsWith("<6>");
        assertThat(new PriorityFormatter().format(record(Level.FINE, "x"))).startsWith("<7>");
    }

    @Test
    void a_person_sees_the_cause_but_no_trace() {
        LogRecord record = record(Level.WARNING, "broken");
        record.setThrown(new IllegalStateException("why"));

        assertThat(new TerminalFormatter(ZoneId.of("Asia/Taipei")).format(record))
                .isEqualTo("08:00:00 WARNING Footage: broken (java.lang.IllegalStateException: why)\n");
    }

    private static LogRecord record(Level level, String text) {
        LogRecord record = new LogRecord(level, text);
        record.setLoggerName("tw.nvr.storage.Footage");
        record.setInstant(Instant.EPOCH);
        return record;
    }
}

package tw.nvr.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
    @TempDir
    Path root;

    private Path day;

    @BeforeEach
    void three_lines() throws Exception {
        day = Files.createDirectories(root.resolve("gate/2026-11-20"));
        for (int i = 0; i < 3; i++) {
            // Opened anew each time, as after a restart.
            JournalFile.open(day).append(Map.of("kind", "note", "n", i, "at", Instant.EPOCH));
        }
    }

    @Test
    void each_line_names_the_one_before_and_the_first_its_camera_and_day() throws Exception {
        JournalFile.Content c = JournalFile.read(day);
        assertThat(c.broken()).isEmpty();
        assertThat(c.lines()).hasSize(3);
        assertThat(c.lines().get(0).prev()).isEqualTo(JournalLine.genesis("gate", "2026-11-20"));
        assertThat(c.lines().get(2).prev()).isEqualTo(c.lines().get(1).hash());
        assertThat(c.lastHash()).isEqualTo(c.lines().get(2).hash());
    }

    @Test
    void every_changed_byte_breaks_the_chain_or_tears_the_last_line() throws Exception {
        Path file = day.resolve(JournalFile.NAME);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            JournalFile.Content c = JournalFile.read(day);
            assertThat(!c.broken().isEmpty() || c.tornBytes() > 0)
                    .as("byte %d", at)
                    .isTrue();
        }
    }

    @Test
    void a_line_left_out_or_moved_breaks_the_chain() throws Exception {
        Path file = day.resolve(JournalFile.NAME);
        var lines = Files.readAllLines(file);
        Files.write(file, java.util.List.of(lines.get(0), lines.get(2)));
        assertThat(JournalFile.read(day).broken()).containsExactly(2);
        Files.write(file, java.util.List.of(lines.get(1), lines.get(0), lines.get(2)));
        assertThat(JournalFile.read(day).broken()).isNotEmpty();
    }

    @Test
    void a_journal_of_another_day_does_not_pass() throws Exception {
        Path other = Files.createDirectories(root.resolve("gate/2026-11-21"));
        Files.copy(day.resolve(JournalFile.NAME), other.resolve(JournalFile.NAME));
        assertThat(JournalFile.read(other).broken()).contains(1);
    }

    @Test
    void a_journal_cut_at_any_byte_keeps_its_whole_lines_and_goes_on_from_them() throws Exception {
        Path file = day.resolve(JournalFile.NAME);
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length <= bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            Files.write(file, cut);
            long whole = new String(cut, StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            JournalFile.cutTorn(day, JournalFile.read(day));
            JournalFile.open(day).append(Map.of("kind", "note"));
            JournalFile.Content c = JournalFile.read(day);
            assertThat(c.lines()).as("cut at %d", length).hasSize((int) whole + 1);
            assertThat(c.broken()).isEmpty();
            assertThat(c.tornBytes()).isZero();
        }
    }
}

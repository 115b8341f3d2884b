package tw.nvr.storage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.storage.Box;
import tw.nvr.storage.Footage;
import tw.nvr.storage.SyntheticRun;

class FootageVerifierTest {
    @TempDir
    Path root;

    private Path day;

    @BeforeEach
    void two_segments_and_a_gap() {
        Box box = Box.init(root);
        box.settings(box.settings().withSegmentLength(Duration.ofMinutes(60)));
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 4);
            footage.sink().notRecording(Box.GATE, GapCause.AUTH, Box.MORNING.plusSeconds(4));
            box.recordRun(footage, Box.GATE, Box.MORNING.plusSeconds(20), 4);
        }
        day = root.resolve("footage/gate/2026-11-20");
    }

    private List<String> found() {
        return FootageVerifier.verify(root, Optional.empty(), 1).findings().stream()
                .map(f -> f.invariant() + " " + f.kind())
                .distinct()
                .toList();
    }

    private Path file(int n) throws Exception {
        try (Stream<Path> all = Files.list(day)) {
            return all.filter(p -> p.toString().endsWith(".mp4"))
                    .sorted()
                    .toList()
                    .get(n);
        }
    }

    private void sql(String statement) throws Exception {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("footage.db"));
                Statement s = c.createStatement()) {
            assertThat(s.executeUpdate(statement)).isPositive();
        }
    }

    @Test
    void a_sound_volume_has_no_findings_and_everything_is_counted() {
        VerifyReport report = FootageVerifier.verify(root, Optional.empty(), 1);
        assertThat(report.findings()).isEmpty();
        assertThat(report.days()).isEqualTo(1);
        assertThat(report.segments()).isEqualTo(2);
        assertThat(report.gaps()).isEqualTo(1);
        assertThat(report.hashed()).isEqualTo(2);
        assertThat(FootageVerifier.verify(root, Optional.empty(), 0).hashed()).isZero();
    }

    @Test
    void a_changed_byte_is_found_only_by_reading_the_data() throws Exception {
        byte[] bytes = Files.readAllBytes(file(0));
        bytes[5000] ^= 1;
        Files.write(file(0), bytes);
        assertThat(found()).containsExactly("1 file-hash");
        assertThat(FootageVerifier.verify(root, Optional.empty(), 0).findings()).isEmpty();
    }

    @Test
    void a_missing_file_a_short_file_and_a_strange_file_are_found() throws Exception {
        Files.write(file(1), new byte[] {1}, StandardOpenOption.APPEND);
        Files.delete(file(0));
        Files.writeString(day.resolve("notes.txt"), "hello", StandardCharsets.UTF_8);
        assertThat(found()).containsExactlyInAnyOrder("1 file-missing", "1 file-size", "2 stray-file");
    }

    @Test
    void a_file_that_the_journal_does_not_know_is_found() throws Exception {
        Files.copy(file(0), day.resolve("20261120T090000.000+0800-r9.mp4"));
        assertThat(found()).containsExactly("2 file-without-line");
    }

    @Test
    void rows_that_are_lost_changed_or_invented_are_found() throws Exception {
        sql("UPDATE segment SET frames = 7 WHERE run = 1");
        assertThat(found()).containsExactly("1 row-differs");
        sql("DELETE FROM segment WHERE run = 1");
        assertThat(found()).containsExactly("1 row-missing");
        sql("INSERT INTO segment SELECT 'gate.1.1', camera, 1, 2, 1, state, marks, path || 'x', bytes, sha256, frames,"
                + " codec, width, height, config, audio_rate, audio_channels, audio_config, wall_nanos,"
                + " monotonic_nanos, boot_id, clock_trusted, claimed_offset_millis FROM segment");
        assertThat(found()).contains("1 row-without-line");
        sql("DELETE FROM gap");
        assertThat(found()).contains("1 gap-row-missing");
    }

    @Test
    void a_changed_journal_line_is_found() throws Exception {
        Path journal = day.resolve("journal.jsonl");
        Files.writeString(journal, Files.readString(journal).replace("\"cause\":\"auth\"", "\"cause\":\"disk\""));
        assertThat(found()).contains("1 journal-broken");
    }

    @Test
    void beside_a_running_recorder_an_open_file_is_no_finding_and_the_recorder_keeps_its_lock() {
        Box box = new Box(root);
        box.setClock(Box.MORNING.plusSeconds(100));
        try (Footage footage = box.open()) {
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
            SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING.plusSeconds(100), false, 2, 0);
            box.record(footage, run, source, 3);
            assertThat(found()).isEmpty();
            assertThat(Footage.readOnly(root, box.clock()).segments(Box.GATE, Box.EVER))
                    .hasSize(3);
            org.assertj.core.api.Assertions.assertThatThrownBy(box::open).hasMessageContaining("volume-in-use");
        }
        assertThat(found()).isEmpty();
    }
}

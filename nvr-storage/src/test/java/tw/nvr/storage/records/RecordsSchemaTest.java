package tw.nvr.storage.records;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.storage.records.RecordsFixture.ALICE;
import static tw.nvr.storage.records.RecordsFixture.NOW;
import static tw.nvr.storage.records.RecordsFixture.TICKER;
import static tw.nvr.storage.records.RecordsFixture.behindTheBack;
import static tw.nvr.storage.records.RecordsFixture.camera;
import static tw.nvr.storage.records.RecordsFixture.open;
import static tw.nvr.storage.records.RecordsFixture.password;
import static tw.nvr.storage.records.RecordsFixture.problemOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditEvent;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.problem.ProblemKind;

/** What happens to a records database that is older, newer, foreign or damaged. */
class RecordsSchemaTest {
    private static final RecordsSchema NEXT = with("ALTER TABLE cameras ADD COLUMN note TEXT NOT NULL DEFAULT '';");

    @TempDir
    Path dir;

    @Test
    void an_older_database_is_copied_then_brought_up_to_date_with_an_event() throws IOException {
        oneCamera();

        try (Records records = openWith(NEXT)) {
            AuditEvent newest = records.audit().newest(1).get(0);
            assertThat(newest.action()).isEqualTo(AuditAction.RECORDS_MIGRATED);
            assertThat(newest.details())
                    .isEqualTo(Map.of("from", "2", "to", "3", "backup", "records.before-schema-3.db"));
            assertThat(records.audit().verify().events()).isEqualTo(2);
            assertThat(records.cameras().cameras()).containsExactly(camera("gate"));
        }

        Path backup = dir.resolve("records.before-schema-3.db");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        Path restored = Files.createDirectory(dir.resolve("restored"));
        Files.copy(backup, restored.resolve("records.db"));
        Files.copy(dir.resolve("secret.key"), restored.resolve("secret.key"));
        try (Records records = open(restored)) {
            assertThat(records.audit().verify().events()).isEqualTo(1);
            assertThat(records.audit().verify().intact()).isTrue();
            assertThat(records.cameras().password(camera("gate").id()).orElseThrow())
                    .isEqualTo("secret".toCharArray());
        }
        try (var files = Files.list(dir)) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(n -> n.contains(".new")))
                    .isEmpty();
        }
    }

    @Test
    void cameras_of_the_first_schema_come_as_they_like_best_and_are_known_by_no_certificate() throws SQLException {
        openWith(new RecordsSchema(List.of(RecordsSchema.current().scripts().get(0))))
                .close();
        behindTheBack(
                dir,
                "INSERT INTO cameras VALUES ('gate', 'Gate', '', '', 'rtsp://192.0.2.1/s', NULL, NULL, 'auto', 0, 1, 1, 0,"
                        + " 1, 1, NULL)");

        try (Records records = open(dir)) {
            Camera gate = records.cameras().cameras().get(0);
            assertThat(gate.transport()).isEqualTo(CameraTransport.AUTO);
            assertThat(records.cameras().certificate(gate.id())).isEmpty();
            assertThat(records.audit().newest(1).get(0).action()).isEqualTo(AuditAction.RECORDS_MIGRATED);
        }
    }

    @Test
    void a_second_opening_migrates_nothing() {
        oneCamera();
        openWith(NEXT).close();
        try (Records records = openWith(NEXT)) {
            assertThat(records.audit().newest(10)).hasSize(2);
        }
    }

    @Test
    void a_migration_that_fails_leaves_everything_as_it_was() {
        oneCamera();
        RecordsSchema broken = with("ALTER TABLE cameras ADD COLUMN note TEXT; INSERT INTO nowhere VALUES (1);");

        assertThat(problemOf(() -> openWith(broken)).key()).isEqualTo("records-migration-failed");

        try (Records records = open(dir)) {
            assertThat(records.audit().verify().events()).isEqualTo(1);
            assertThat(records.cameras().cameras()).containsExactly(camera("gate"));
        }
    }

    @Test
    void a_newer_database_is_refused_and_not_touched() throws IOException {
        openWith(NEXT).close();
        byte[] before = Files.readAllBytes(dir.resolve("records.db"));

        assertThat(problemOf(() -> open(dir)).key()).isEqualTo("records-newer");
        assertThat(problemOf(() -> Records.openReadOnly(dir)).arguments()).endsWith("3", "2");
        assertThat(Files.readAllBytes(dir.resolve("records.db"))).isEqualTo(before);
    }

    @Test
    void an_older_database_is_not_migrated_by_a_reader() {
        open(dir).close();

        assertThat(problemOf(() -> Records.openReadOnly(dir, NEXT)).key()).isEqualTo("records-older");
    }

    @Test
    void a_file_that_is_no_database_is_damage() throws IOException {
        Files.writeString(
                dir.resolve("records.db"), "this is not a database, and long enough to be read as one. ".repeat(9));

        assertThat(problemOf(() -> open(dir)).key()).isEqualTo("records-damaged");
        assertThat(problemOf(() -> open(dir)).kind()).isEqualTo(ProblemKind.DAMAGED);
    }

    @Test
    void an_empty_file_is_damage_and_never_a_new_beginning() throws IOException {
        Files.createFile(dir.resolve("records.db"));

        assertThat(problemOf(() -> open(dir)).key()).isEqualTo("records-damaged");
    }

    @Test
    void a_file_cut_off_at_any_page_or_within_one_is_damage_and_keeps_its_bytes() throws IOException {
        oneCamera();
        byte[] whole = Files.readAllBytes(dir.resolve("records.db"));
        List<Integer> lengths = new ArrayList<>(List.of(1, 99, 100, 101, 1000));
        for (int length = 4096; length < whole.length; length += 4096) {
            lengths.addAll(List.of(length - 1, length, length + 2048));
        }
        for (int length : lengths) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            Files.write(dir.resolve("records.db"), cut);

            assertThat(problemOf(() -> open(dir)).key())
                    .as("cut to %d bytes", length)
                    .isEqualTo("records-damaged");
            assertThat(Files.readAllBytes(dir.resolve("records.db"))).isEqualTo(cut);
        }
    }

    @Test
    void a_database_of_another_program_is_refused() throws SQLException {
        behindTheBack(dir, "CREATE TABLE recipes (name TEXT)");

        assertThat(problemOf(() -> open(dir)).key()).isEqualTo("records-foreign");
    }

    @Test
    void a_start_that_died_while_making_the_database_begins_again() throws IOException {
        Files.writeString(dir.resolve("records.db.new"), "half made");
        Files.writeString(dir.resolve("secret.key.new"), "half");

        try (Records records = open(dir)) {
            assertThat(records.cameras().cameras()).isEmpty();
        }
        assertThat(dir.resolve("records.db.new")).doesNotExist();
        assertThat(dir.resolve("secret.key.new")).doesNotExist();
    }

    @Test
    void a_failed_start_gives_the_folder_free() throws IOException {
        Files.createFile(dir.resolve("records.db"));
        problemOf(() -> open(dir));
        Files.delete(dir.resolve("records.db"));

        try (Records records = open(dir)) {
            assertThat(records.cameras().cameras()).isEmpty();
        }
    }

    @Test
    void the_schema_explains_every_column() {
        List<String> lines = RecordsSchema.current().scripts().stream()
                .flatMap(String::lines)
                .toList();
        Pattern column = Pattern.compile("  [a-z_]+ +(INTEGER|TEXT|BLOB)\\b.*");
        List<String> unexplained = new ArrayList<>();
        int columns = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (column.matcher(lines.get(i)).matches()) {
                columns++;
                if (!lines.get(i - 1).startsWith("  -- ")) {
                    unexplained.add(lines.get(i));
                }
            }
        }
        assertThat(columns).isEqualTo(28);
        assertThat(unexplained).isEmpty();
    }

    private static RecordsSchema with(String next) {
        List<String> scripts = new ArrayList<>(RecordsSchema.current().scripts());
        scripts.add(next);
        return new RecordsSchema(scripts);
    }

    private Records openWith(RecordsSchema schema) {
        return Records.open(dir, InstantSource.fixed(NOW), TICKER, schema);
    }

    private void oneCamera() {
        try (Records records = open(dir)) {
            records.cameras().add(camera("gate"), password("secret"), ALICE);
        }
    }
}

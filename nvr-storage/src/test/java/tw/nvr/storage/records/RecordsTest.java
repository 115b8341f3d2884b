package tw.nvr.storage.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tw.nvr.storage.records.RecordsFixture.ALICE;
import static tw.nvr.storage.records.RecordsFixture.NOW;
import static tw.nvr.storage.records.RecordsFixture.camera;
import static tw.nvr.storage.records.RecordsFixture.open;
import static tw.nvr.storage.records.RecordsFixture.problemOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditEvent;
import tw.nvr.core.problem.ProblemKind;

class RecordsTest {
    @TempDir
    Path dir;

    @Test
    void what_was_appended_is_there_after_reopening_and_the_chain_goes_on() {
        AuditEvent first;
        try (Records records = open(dir)) {
            first = records.audit()
                    .append(ALICE, AuditAction.PLAYBACK_OPENED, "look:1234", Map.of("purpose", "incident", "a", "b"));
        }
        try (Records records = open(dir)) {
            AuditEvent second = records.audit().append(ALICE, AuditAction.LOOK_CLOSED, "look:1234", Map.of());

            assertThat(first.seq()).isEqualTo(1);
            assertThat(first.at()).isEqualTo(NOW);
            assertThat(first.previousHash()).isEqualTo(AuditEvent.GENESIS);
            assertThat(second.previousHash()).isEqualTo(first.hash());
            assertThat(records.audit().newest(10)).containsExactly(second, first);
            assertThat(records.audit().newest(1)).containsExactly(second);
            assertThat(records.audit().verify().events()).isEqualTo(2);
            assertThat(records.audit().verify().intact()).isTrue();
            assertThat(records.audit().verify().head()).isEqualTo(second.hash());
        }
    }

    @Test
    void every_file_is_for_its_owner_alone_even_while_the_recorder_runs() throws IOException {
        try (Records records = open(dir)) {
            records.cameras().add(camera("gate"), RecordsFixture.password("secret"), ALICE);
            for (Path file : files()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.getFileName().toString())
                        .isEqualTo("rw-------");
            }
            assertThat(files().stream().map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "records.db", "records.db-wal", "records.db-shm", "records.lock", "secret.key");
        }
    }

    @Test
    void files_that_were_opened_to_others_are_closed_again() throws IOException {
        open(dir).close();
        for (String name : List.of("records.db", "secret.key")) {
            Files.setPosixFilePermissions(dir.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }

        open(dir).close();

        for (String name : List.of("records.db", "secret.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_clean_stop_leaves_one_whole_file_and_no_thread() throws IOException {
        open(dir).close();

        assertThat(files().stream().map(f -> f.getFileName().toString()))
                .containsExactlyInAnyOrder("records.db", "records.lock", "secret.key");
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain("records");
    }

    @Test
    void after_closing_changes_are_refused_and_closing_twice_is_fine() {
        Records records = open(dir);
        records.close();
        records.close();

        assertThat(problemOf(() -> records.audit().append(ALICE, AuditAction.LOOK_CLOSED, "", Map.of()))
                        .key())
                .isEqualTo("records-closed");
    }

    @Test
    void a_second_recorder_on_the_same_folder_is_refused_until_the_first_stops() {
        Records first = open(dir);
        try (first) {
            assertThat(problemOf(() -> open(dir)).key()).isEqualTo("records-in-use");
        }
        try (Records second = open(dir)) {
            assertThat(second.cameras().cameras()).isEmpty();
        }
    }

    @Test
    void a_reader_beside_the_running_recorder_sees_what_was_committed_and_changes_nothing() {
        try (Records records = open(dir)) {
            records.cameras().add(camera("gate"), Optional.empty(), ALICE);
            try (Records reader = Records.openReadOnly(dir)) {
                assertThat(reader.cameras().cameras()).containsExactly(camera("gate"));
                records.audit().append(ALICE, AuditAction.LOOK_CLOSED, "", Map.of());
                assertThat(reader.audit().verify().events()).isEqualTo(2);
                assertThat(problemOf(() ->
                                        reader.cameras().remove(camera("gate").id(), ALICE))
                                .key())
                        .isEqualTo("records-read-only");
                assertThat(problemOf(() ->
                                        reader.cameras().password(camera("gate").id()))
                                .kind())
                        .isEqualTo(ProblemKind.REFUSED);
                assertThatThrownBy(reader::lastRecordsNanos).isInstanceOf(IllegalStateException.class);
            }
            assertThat(records.audit().verify().events()).isEqualTo(2);
        }
    }

    @Test
    void a_folder_without_records_cannot_be_read_and_is_not_filled_by_trying() throws IOException {
        assertThat(problemOf(() -> Records.openReadOnly(dir)).key()).isEqualTo("records-absent");
        assertThat(files()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> list = Files.list(dir)) {
            return list.toList();
        }
    }
}

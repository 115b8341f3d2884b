package tw.nvr.storage.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tw.nvr.storage.records.RecordsFixture.ALICE;
import static tw.nvr.storage.records.RecordsFixture.behindTheBack;
import static tw.nvr.storage.records.RecordsFixture.dropTriggers;
import static tw.nvr.storage.records.RecordsFixture.open;
import static tw.nvr.storage.records.RecordsFixture.problemOf;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditChain;

/** Somebody with a tool and the file (S10): the table refuses, and when its refusal is taken away, the chain tells. */
class AuditTamperTest {
    @TempDir
    Path dir;

    @BeforeEach
    void ten_events() {
        try (Records records = open(dir)) {
            for (int i = 1; i <= 10; i++) {
                records.audit()
                        .append(ALICE, AuditAction.PLAYBACK_SERVED, "camera:gate", Map.of("from", "t" + i, "to", "u"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET actor_name = 'bob' WHERE seq = 3",
                "DELETE FROM audit WHERE seq = 10",
                "UPDATE audit_detail SET value = 'x' WHERE seq = 3",
                "DELETE FROM audit_detail WHERE seq = 3"
            })
    void the_tables_refuse_to_be_changed(String statement) {
        assertThatThrownBy(() -> behindTheBack(dir, statement))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("append-only");
        assertThat(verdict().intact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET actor_name = 'bob' WHERE seq = 7",
                "UPDATE audit SET actor_kind = 'account' WHERE seq = 7",
                "UPDATE audit SET at = at + 1 WHERE seq = 7",
                "UPDATE audit SET action = 'look-closed' WHERE seq = 7",
                "UPDATE audit SET action = 'never-heard-of' WHERE seq = 7",
                "UPDATE audit SET actor_kind = 'ghost' WHERE seq = 7",
                "UPDATE audit SET actor_name = ' ' WHERE seq = 7",
                "UPDATE audit SET subject = 'camera:yard' WHERE seq = 7",
                "UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 7",
                "UPDATE audit_detail SET value = 't8' WHERE seq = 7 AND key = 'from'",
                "DELETE FROM audit_detail WHERE seq = 7 AND key = 'from'",
                "INSERT INTO audit_detail VALUES (7, 'more', 'x')"
            })
    void a_changed_event_is_named(String statement) throws SQLException {
        dropTriggers(dir);
        behindTheBack(dir, statement);

        AuditChain.Verdict verdict = verdict();

        assertThat(verdict.brokenAt()).contains(7L);
        assertThat(verdict.fault()).contains("content");
        assertThat(verdict.events()).isEqualTo(6);
    }

    @Test
    void a_missing_event_is_named() throws SQLException {
        dropTriggers(dir);
        behindTheBack(dir, "DELETE FROM audit_detail WHERE seq = 4", "DELETE FROM audit WHERE seq = 4");

        assertThat(verdict().brokenAt()).contains(5L);
        assertThat(verdict().fault()).contains("sequence");
    }

    @Test
    void a_missing_event_is_named_even_when_the_numbers_were_closed_up() throws SQLException {
        dropTriggers(dir);
        behindTheBack(
                dir,
                "DELETE FROM audit_detail WHERE seq = 4",
                "DELETE FROM audit WHERE seq = 4",
                "UPDATE audit SET seq = seq - 1 WHERE seq > 4",
                "UPDATE audit_detail SET seq = seq - 1 WHERE seq > 4");

        assertThat(verdict().brokenAt()).contains(4L);
        assertThat(verdict().fault()).contains("link");
    }

    @Test
    void two_events_that_changed_places_are_found() throws SQLException {
        dropTriggers(dir);
        behindTheBack(
                dir,
                "UPDATE audit SET seq = 99 WHERE seq = 5",
                "UPDATE audit SET seq = 5 WHERE seq = 6",
                "UPDATE audit SET seq = 6 WHERE seq = 99");

        assertThat(verdict().brokenAt()).contains(5L);
        assertThat(verdict().fault()).contains("link");
    }

    @Test
    void a_changed_hash_of_the_last_event_is_found() throws SQLException {
        dropTriggers(dir);
        behindTheBack(dir, "UPDATE audit SET hash = '" + "a".repeat(64) + "' WHERE seq = 10");

        assertThat(verdict().brokenAt()).contains(10L);
        assertThat(verdict().fault()).contains("content");
    }

    @Test
    void an_end_that_was_cut_off_is_missed_and_does_not_close_again_with_the_next_event() throws SQLException {
        dropTriggers(dir);
        behindTheBack(dir, "DELETE FROM audit_detail WHERE seq > 8", "DELETE FROM audit WHERE seq > 8");
        assertThat(verdict().brokenAt()).contains(9L);

        try (Records records = open(dir)) {
            assertThat(records.audit()
                            .append(ALICE, AuditAction.LOOK_CLOSED, "", Map.of())
                            .seq())
                    .isEqualTo(11);
        }

        assertThat(verdict().brokenAt()).contains(11L);
        assertThat(verdict().fault()).contains("sequence");
    }

    @Test
    void listing_an_entry_that_no_program_wrote_is_a_problem_and_not_a_crash() throws SQLException {
        dropTriggers(dir);
        behindTheBack(dir, "UPDATE audit SET action = 'never-heard-of' WHERE seq = 10");

        try (Records records = Records.openReadOnly(dir)) {
            assertThat(problemOf(() -> records.audit().newest(3)).key()).isEqualTo("audit-unreadable");
        }
    }

    @Test
    void verifying_reads_row_by_row_and_sorts_nothing() {
        RecordsDatabase database = new RecordsDatabase(dir.resolve("records.db"));
        List<String> plan = database.read(h -> h.createQuery("EXPLAIN QUERY PLAN " + AuditTable.WHOLE_CHAIN)
                .map((row, context) -> row.getString("detail"))
                .list());

        assertThat(plan).isNotEmpty().noneMatch(step -> step.contains("TEMP B-TREE"));
    }

    private AuditChain.Verdict verdict() {
        try (Records records = Records.openReadOnly(dir)) {
            return records.audit().verify();
        }
    }
}

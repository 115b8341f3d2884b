package tw.nvr.storage.records;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.storage.records.RecordsFixture.ALICE;
import static tw.nvr.storage.records.RecordsFixture.camera;
import static tw.nvr.storage.records.RecordsFixture.open;
import static tw.nvr.storage.records.RecordsFixture.problemOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.AuditAction;

/** Records on a disk that is full or read-only: a small file system in memory, which only root may mount. */
@Tag("faults")
@Timeout(60)
class RecordsFaultsTest {
    @TempDir
    Path dir;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(dir.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()),
                "a full or read-only disk needs root: mount -t tmpfs was refused");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void on_a_full_disk_changes_are_refused_nothing_is_lost_and_room_is_all_it_takes() throws Exception {
        try (Records records = open(disk)) {
            records.cameras().add(camera("gate"), Optional.empty(), ALICE);
            Path filler = disk.resolve("filler");
            fill(filler);
            long written = 1;
            String refusal = "";
            while (refusal.isEmpty()) {
                Map<String, String> details = Map.of("purpose", "x".repeat(20_000));
                try {
                    records.audit().append(ALICE, AuditAction.LIVE_OPENED, "", details);
                    written++;
                    assertThat(written).as("events that fit on a full disk").isLessThan(500);
                } catch (tw.nvr.core.problem.ProblemException e) {
                    refusal = e.problem().key();
                }
            }
            assertThat(refusal).isEqualTo("records-disk-full");
            assertThat(records.audit().verify().events()).isEqualTo(written);

            Files.delete(filler);
            records.audit().append(ALICE, AuditAction.LIVE_OPENED, "", Map.of());

            assertThat(records.audit().verify().events()).isEqualTo(written + 1);
            assertThat(records.audit().verify().intact()).isTrue();
        }
    }

    @Test
    void nothing_is_begun_on_a_full_disk() throws Exception {
        Path filler = disk.resolve("filler");
        fill(filler);

        assertThat(problemOf(() -> open(disk)).key()).isEqualTo("records-disk-full");
        Files.delete(filler);
        try (Records records = open(disk)) {
            assertThat(records.cameras().cameras()).isEmpty();
        }
    }

    @Test
    void a_read_only_disk_is_told_and_can_still_be_read() throws Exception {
        try (Records records = open(disk)) {
            records.cameras().add(camera("gate"), Optional.empty(), ALICE);
        }
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();

        assertThat(problemOf(() -> open(disk)).key()).isEqualTo("records-not-writable");
        try (Records records = Records.openReadOnly(disk)) {
            assertThat(records.cameras().cameras()).containsExactly(camera("gate"));
            assertThat(records.audit().verify().events()).isEqualTo(1);
        }
    }

    @Test
    void a_tool_that_locks_the_file_for_long_is_told_and_forgiven() throws Exception {
        try (Records records = open(disk)) {
            try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + disk.resolve("records.db"));
                    Statement statement = tool.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThat(problemOf(() -> records.audit().append(ALICE, AuditAction.LIVE_OPENED, "", Map.of()))
                                .key())
                        .isEqualTo("records-busy");
                statement.execute("ROLLBACK");
            }
            assertThat(records.audit()
                            .append(ALICE, AuditAction.LIVE_OPENED, "", Map.of())
                            .seq())
                    .isEqualTo(1);
        }
    }

    private static void fill(Path filler) throws Exception {
        run("sh", "-c", "dd if=/dev/zero of='" + filler + "' bs=4096 2>/dev/null");
        assertThat(filler.toFile().getUsableSpace()).isZero();
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0;
    }
}

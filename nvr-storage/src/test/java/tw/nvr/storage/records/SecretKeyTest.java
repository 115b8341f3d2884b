package tw.nvr.storage.records;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.storage.records.RecordsFixture.ALICE;
import static tw.nvr.storage.records.RecordsFixture.behindTheBack;
import static tw.nvr.storage.records.RecordsFixture.camera;
import static tw.nvr.storage.records.RecordsFixture.open;
import static tw.nvr.storage.records.RecordsFixture.password;
import static tw.nvr.storage.records.RecordsFixture.problemOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.camera.CameraId;

/** The key file and what it opens. */
class SecretKeyTest {
    @TempDir
    Path dir;

    @Test
    void the_key_is_made_once_and_stays() throws IOException {
        open(dir).close();
        String first = Files.readString(key());
        open(dir).close();

        assertThat(first).matches("[0-9a-f]{64}\n");
        assertThat(Files.readString(key())).isEqualTo(first);
    }

    @Test
    void without_the_key_nothing_starts_and_no_new_key_is_made_when_passwords_are_kept() throws IOException {
        twoCameras();
        Files.delete(key());

        assertThat(problemOf(() -> open(dir)).key()).isEqualTo("secret-key-missing");
        assertThat(problemOf(() -> open(dir)).arguments().get(1)).isEqualTo("2");
        assertThat(key()).doesNotExist();
    }

    @Test
    void a_lost_key_that_protected_nothing_is_made_anew() throws IOException {
        open(dir).close();
        Files.delete(key());

        open(dir).close();

        assertThat(key()).exists();
    }

    @Test
    void another_key_is_told_at_the_start_and_not_at_the_first_connection() throws IOException {
        twoCameras();
        Files.writeString(key(), "0".repeat(64) + "\n");

        assertThat(problemOf(() -> open(dir)).key()).isEqualTo("secret-key-wrong");
    }

    @Test
    void a_file_that_holds_no_key_is_told() throws IOException {
        twoCameras();
        Files.writeString(key(), "hello");

        assertThat(problemOf(() -> open(dir)).key()).isEqualTo("secret-key-unreadable");
    }

    @Test
    void records_that_are_gone_are_not_silently_begun_anew_beside_their_key() throws IOException {
        twoCameras();
        Files.delete(dir.resolve("records.db"));

        assertThat(problemOf(() -> open(dir)).key()).isEqualTo("records-missing");
        assertThat(dir.resolve("records.db")).doesNotExist();
    }

    @Test
    void one_cameras_password_does_not_open_in_anothers_row_and_stops_only_that_camera() throws SQLException {
        twoCameras();
        behindTheBack(
                dir,
                "UPDATE cameras SET password = (SELECT password FROM cameras WHERE id = 'gate') WHERE id = 'yard'");

        try (Records records = open(dir)) {
            assertThat(records.cameras().password(new CameraId("gate")).orElseThrow())
                    .isEqualTo("one".toCharArray());
            assertThat(problemOf(() -> records.cameras().password(new CameraId("yard")))
                            .key())
                    .isEqualTo("camera-password-damaged");
        }
    }

    @Test
    void the_same_password_never_looks_the_same_twice() {
        Secrets secrets = Secrets.create(key());
        byte[] once = secrets.seal("a", "same".toCharArray());
        byte[] again = secrets.seal("a", "same".toCharArray());

        assertThat(once).hasSize(12 + 4 + 16).isNotEqualTo(again);
        assertThat(secrets.open("a", once)).map(String::new).contains("same");
        assertThat(secrets.open("b", once)).isEmpty();
    }

    @Test
    void every_flipped_bit_of_a_secret_is_noticed() {
        Secrets secrets = Secrets.create(key());
        byte[] box = secrets.seal("a", "same".toCharArray());
        for (int bit = 0; bit < box.length * 8; bit++) {
            byte[] flipped = box.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(secrets.open("a", flipped)).as("bit %d", bit).isEmpty();
        }
    }

    private Path key() {
        return dir.resolve("secret.key");
    }

    private void twoCameras() {
        try (Records records = open(dir)) {
            records.cameras().add(camera("gate"), password("one"), ALICE);
            records.cameras().add(camera("yard"), password("two"), ALICE);
            records.cameras().add(camera("roof"), Optional.empty(), ALICE);
        }
    }
}

package tw.nvr.storage.records;

import static org.assertj.core.api.Assertions.assertThat;
import static tw.nvr.storage.records.RecordsFixture.ALICE;
import static tw.nvr.storage.records.RecordsFixture.behindTheBack;
import static tw.nvr.storage.records.RecordsFixture.camera;
import static tw.nvr.storage.records.RecordsFixture.open;
import static tw.nvr.storage.records.RecordsFixture.password;
import static tw.nvr.storage.records.RecordsFixture.problemOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditEvent;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.camera.StreamAddress;

/** The register of cameras: K1, K8, S5, and invariant 7. */
class StoredCamerasTest {
    @TempDir
    Path dir;

    private Records records;

    @BeforeEach
    void start() {
        records = open(dir);
    }

    @AfterEach
    void stop() {
        records.close();
    }

    @Test
    void every_field_of_a_camera_comes_back_after_reopening() {
        Camera full = camera("gate");
        Camera bare = new Camera(
                new CameraId("yard"),
                "Yard \\ 'x' \"y\"",
                "",
                "",
                StreamAddress.parse("rtsps://[fe80::1]:322/s"),
                Optional.empty(),
                CameraSource.FFMPEG,
                CameraTransport.HTTP,
                true,
                false,
                false,
                true);
        records.cameras().add(bare, Optional.empty(), ALICE);
        records.cameras().add(full, password("secret"), ALICE);
        records.close();

        records = open(dir);

        assertThat(records.cameras().cameras()).containsExactly(full, bare);
        assertThat(records.cameras().find(new CameraId("yard"))).contains(bare);
        assertThat(records.cameras().find(new CameraId("roof"))).isEmpty();
    }

    @Test
    void adding_changing_and_removing_each_leave_one_event() {
        Camera gate = camera("gate");
        records.cameras().add(gate, password("secret"), ALICE);
        records.cameras().update(gate.withEnabled(false), ALICE);
        records.cameras().remove(gate.id(), ALICE);

        List<AuditEvent> events = records.audit().newest(10);

        assertThat(events)
                .extracting(AuditEvent::action)
                .containsExactly(AuditAction.CAMERA_REMOVED, AuditAction.CAMERA_CHANGED, AuditAction.CAMERA_ADDED);
        assertThat(events)
                .allMatch(e -> e.subject().equals("camera:gate") && e.actor().equals(ALICE));
        assertThat(events.get(1).details()).isEqualTo(java.util.Map.of("enabled", "no", "enabled.was", "yes"));
        assertThat(records.audit().verify().intact()).isTrue();
    }

    @Test
    void a_password_is_changed_in_place_with_an_event_that_does_not_say_it() {
        Camera gate = camera("gate");
        records.cameras().add(gate, password("old secret"), ALICE);
        List<CameraId> told = new ArrayList<>();
        records.cameras().onSecretChange(told::add);

        records.cameras().update(gate, password("new secret"), ALICE);

        assertThat(records.cameras().password(gate.id()).map(String::new)).contains("new secret");
        AuditEvent event = records.audit().newest(1).get(0);
        assertThat(event.action()).isEqualTo(AuditAction.CAMERA_CHANGED);
        assertThat(event.details()).isEqualTo(java.util.Map.of("password", "changed"));
        assertThat(told).containsExactly(gate.id());
    }

    @Test
    void a_camera_without_a_user_keeps_no_password_and_others_keep_theirs() {
        Camera gate = camera("gate");
        records.cameras().add(gate, password("secret"), ALICE);
        records.cameras().update(gate.withEnabled(false), ALICE);
        assertThat(records.cameras().password(gate.id()).map(String::new)).contains("secret");

        Camera nobody = new Camera(
                gate.id(),
                gate.name(),
                gate.place(),
                gate.zone(),
                gate.address(),
                Optional.empty(),
                gate.source(),
                CameraTransport.UDP,
                gate.basicAllowed(),
                gate.audio(),
                gate.enabled(),
                gate.demo());
        records.cameras().update(nobody, ALICE);

        assertThat(records.cameras().password(gate.id())).isEmpty();
        assertThat(records.cameras().find(gate.id())).contains(nobody);
        assertThat(records.audit().newest(1).get(0).details())
                .isEqualTo(java.util.Map.of(
                        "enabled",
                        "yes",
                        "enabled.was",
                        "no",
                        "transport",
                        "udp",
                        "transport.was",
                        "auto",
                        "sign-in",
                        "changed",
                        "password",
                        "none"));
    }

    @Test
    void the_certificate_that_a_camera_showed_is_kept_until_a_person_trusts_another_or_adds_it_again() {
        Camera gate = camera("gate");
        CameraCertificate first = CameraCertificate.of(new byte[] {1});
        records.cameras().add(gate, Optional.empty(), ALICE);
        records.cameras().certificateSeen(gate.id(), first, ALICE);
        records.cameras().certificateSeen(gate.id(), first, ALICE);
        records.cameras().update(gate.withEnabled(false), ALICE);
        records.close();
        records = open(dir);
        List<CameraId> told = new ArrayList<>();
        records.cameras().onSecretChange(told::add);

        assertThat(records.cameras().certificate(gate.id())).contains(first);
        assertThat(records.audit().newest(10)).hasSize(3);
        records.cameras().trust(gate.id(), Optional.empty(), ALICE);
        assertThat(records.cameras().certificate(gate.id())).isEmpty();
        assertThat(told).containsExactly(gate.id());
        assertThat(records.audit().newest(1).get(0).details())
                .isEqualTo(java.util.Map.of("certificate", "none", "certificate.was", first.value()));

        records.cameras().trust(gate.id(), Optional.of(CameraCertificate.VALID), ALICE);
        records.cameras().remove(gate.id(), ALICE);
        records.cameras().add(gate, Optional.empty(), ALICE);
        assertThat(records.cameras().certificate(gate.id())).isEmpty();
        assertThat(problemOf(() -> records.cameras().trust(new CameraId("roof"), Optional.empty(), ALICE))
                        .key())
                .isEqualTo("camera-unknown");
    }

    @Test
    void a_record_saved_without_a_change_leaves_no_event_and_calls_nobody() {
        records.cameras().add(camera("gate"), Optional.empty(), ALICE);
        List<String> calls = new ArrayList<>();
        records.cameras().onChange(() -> calls.add("called"));

        records.cameras().update(camera("gate"), ALICE);

        assertThat(records.audit().newest(10)).hasSize(1);
        assertThat(calls).isEmpty();
    }

    @Test
    void listeners_are_called_after_the_commit_and_see_the_change() {
        List<Integer> seen = new ArrayList<>();
        records.cameras().onChange(() -> seen.add(records.cameras().cameras().size()));

        records.cameras().add(camera("gate"), Optional.empty(), ALICE);
        records.cameras().add(camera("yard"), Optional.empty(), ALICE);
        records.cameras().remove(new CameraId("gate"), ALICE);

        assertThat(seen).containsExactly(1, 2, 1);
    }

    @Test
    void a_removed_camera_may_be_registered_anew_under_its_id() throws SQLException {
        records.cameras().add(camera("gate"), password("wrong"), ALICE);
        records.cameras().remove(new CameraId("gate"), ALICE);
        records.cameras().add(camera("gate"), password("right"), ALICE);

        assertThat(records.cameras().cameras()).containsExactly(camera("gate"));
        assertThat(records.cameras().removed()).isEmpty();
        assertThat(records.cameras().password(new CameraId("gate")).map(String::new))
                .contains("right");
    }

    @Test
    void a_removed_camera_keeps_its_name_and_its_id_and_loses_its_password() throws SQLException {
        records.cameras().add(camera("gate"), password("secret"), ALICE);
        records.cameras().remove(new CameraId("gate"), ALICE);

        assertThat(records.cameras().cameras()).isEmpty();
        assertThat(records.cameras().removed()).containsExactly(camera("gate").withEnabled(false));
        assertThat(records.cameras().password(new CameraId("gate"))).isEmpty();
        assertThat(problemOf(() -> records.cameras().update(camera("gate"), ALICE))
                        .key())
                .isEqualTo("camera-unknown");
        assertThat(problemOf(() -> records.cameras().remove(new CameraId("gate"), ALICE))
                        .key())
                .isEqualTo("camera-unknown");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> behindTheBack(dir, "DELETE FROM cameras"))
                .hasMessageContaining("never deleted");
    }

    @Test
    void refused_changes_leave_no_event() {
        records.cameras().add(camera("gate"), Optional.empty(), ALICE);

        problemOf(() -> records.cameras().add(camera("gate"), Optional.empty(), ALICE));
        problemOf(() -> records.cameras().remove(new CameraId("yard"), ALICE));

        assertThat(records.audit().newest(10)).hasSize(1);
    }

    @Test
    void a_change_whose_event_cannot_be_written_does_not_happen() throws SQLException {
        behindTheBack(dir, "CREATE TRIGGER no_more BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'no'); END");

        assertThat(problemOf(() -> records.cameras().add(camera("gate"), Optional.empty(), ALICE))
                        .key())
                .isEqualTo("records-unavailable");

        assertThat(records.cameras().cameras()).isEmpty();
        records.close();
        behindTheBack(dir, "DROP TRIGGER no_more");
        records = open(dir);
        assertThat(records.cameras().cameras()).isEmpty();
        records.cameras().add(camera("gate"), Optional.empty(), ALICE);
        assertThat(records.audit().verify().events()).isEqualTo(1);
    }

    @Test
    void an_event_whose_change_cannot_be_written_does_not_stay() throws SQLException {
        records.cameras().add(camera("gate"), Optional.empty(), ALICE);
        behindTheBack(dir, "CREATE TRIGGER stuck AFTER UPDATE ON cameras BEGIN SELECT raise(ABORT, 'no'); END");

        problemOf(() -> records.cameras().update(camera("gate").withEnabled(false), ALICE));

        assertThat(records.audit().newest(10)).hasSize(1);
        assertThat(records.cameras().find(new CameraId("gate"))).contains(camera("gate"));
    }

    @Test
    void neither_password_nor_sign_in_nor_the_path_stand_anywhere_in_clear_words() throws IOException {
        Camera gate = camera("gate");
        Camera moved = new Camera(
                gate.id(),
                gate.name(),
                gate.place(),
                gate.zone(),
                StreamAddress.parse("rtsp://192.168.1.21/user=admin&password=hunter3"),
                Optional.of("other-login"),
                gate.source(),
                true,
                true,
                true,
                false);
        records.cameras().add(gate, password("correct horse 電池"), ALICE);
        records.cameras().update(moved, ALICE);

        assertThat(records.audit().newest(10).toString())
                .contains("rtsp://192.168.1.21", "sign-in=changed", "path=changed")
                .doesNotContain("horse", "hunter", "login");
        records.close();
        String file = Files.readString(dir.resolve("records.db"), StandardCharsets.ISO_8859_1);
        assertThat(file).contains("other-login").doesNotContain("correct horse");
    }

    @Test
    void a_password_comes_back_as_it_was_given_and_the_given_array_is_left_to_the_caller() {
        char[] given = "pä$$wörd 密碼 🔑".toCharArray();
        records.cameras().add(camera("gate"), Optional.of(given), ALICE);
        records.cameras().add(camera("yard"), Optional.empty(), ALICE);

        assertThat(records.cameras().password(new CameraId("gate")).orElseThrow())
                .isEqualTo("pä$$wörd 密碼 🔑".toCharArray());
        assertThat(given).isEqualTo("pä$$wörd 密碼 🔑".toCharArray());
        assertThat(records.cameras().password(new CameraId("yard"))).isEmpty();
        assertThat(records.cameras().password(new CameraId("roof"))).isEmpty();
    }
}

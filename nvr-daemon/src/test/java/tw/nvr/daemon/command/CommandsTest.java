package tw.nvr.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tw.nvr.core.camera.CameraId;
import tw.nvr.daemon.Calls;
import tw.nvr.daemon.json.JsonReader;
import tw.nvr.storage.records.Records;

/** Every command without a running recorder: what it prints, what it changes, how it ends. */
class CommandsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "'', 64",
        "camera, 64",
        "cameras, 64",
        "camera lsit, 64",
        "camera list --jsno, 64",
        "footage list, 64",
        "demo --port x, 64",
        "demo --port 70000, 64",
        "demo --cameras 0, 64",
        "camera add Front_Gate --name x --address rtsp://h/, 64",
        "camera add front --name x --address http://h/, 64",
        "camera add front --name x --address nonsense, 64",
        "camera add front --name x --address rtsps://h/ --transport udp, 64",
        "camera add front --name x --address rtsp://h/ --transport carrier-pigeon, 64",
        "camera set front, 64",
        "camera set front --basic perhaps, 64",
        "camera trust front --fingerprint abc, 64",
        "camera simulate --speed 0, 64",
        "camera simulate --drop 2, 64",
        "camera list --dir a --config b, 64",
        "check --lang klingon, 64",
        "run --dir /nonexistent/nvr, 2",
        "check --dir /nonexistent/nvr, 2",
        "storage init --dir /proc/nvr, 2",
        "config check --config /nonexistent/nvr.toml, 78",
        "--version, 0",
    })
    void a_mistake_ends_with_its_exit_code_and_words_and_no_trace(String words, int code) {
        Calls.Result result = Calls.call(words.isEmpty() ? List.of() : List.of(words.split(" ")), "");

        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.out() + result.err())
                .isNotBlank()
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
    }

    @Test
    void a_slip_of_the_fingers_gets_a_suggestion() {
        assertThat(Calls.english("camera", "lsit").err()).contains("did you mean list?");
        assertThat(Calls.english("camera", "list", "--jsno").err()).contains("did you mean --json?");
    }

    @Test
    void an_address_with_a_password_is_refused_without_repeating_it() {
        Calls.Result result = Calls.english(
                "camera", "add", "front", "--name", "x", "--address", "rtsp://admin:geheim@10.0.0.1/s", "--dir", dir());

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.out() + result.err()).contains("password").doesNotContain("geheim");
    }

    @Test
    void a_camera_is_registered_listed_and_removed_with_its_password_from_standard_input() {
        init();
        Calls.Result added = Calls.call(
                List.of(
                        "camera",
                        "add",
                        "front-gate",
                        "--name",
                        "正門口",
                        "--address",
                        "rtsp://192.0.2.1:554/s1",
                        "--user",
                        "viewer",
                        "--password-stdin",
                        "--dir",
                        dir()),
                "geheim\n");
        Calls.Result listed = Calls.english("camera", "list", "--json", "--dir", dir());

        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.out()).isEmpty();
        assertThat(listed.code()).isZero();
        assertThat(listed.out())
                .isEqualTo("[\n{\"id\":\"front-gate\",\"name\":\"正門口\",\"enabled\":true,\"state\":\"not-running\","
                        + "\"place\":\"\",\"address\":\"rtsp://192.0.2.1/s1\",\"source\":\"auto\",\"transport\":\"auto\","
                        + "\"certificate\":null}\n]\n");
        assertThat(Calls.english("camera", "list", "--dir", dir()).out()).isEqualTo("""
                        Id          Name    State                 Address
                        front-gate  正門口  recorder not running  rtsp://192.0.2.1/s1
                        """);

        assertThat(Calls.english("camera", "remove", "front-gate", "--dir", dir())
                        .code())
                .isZero();
        assertThat(Calls.english("camera", "list", "--json", "--dir", dir()).out())
                .isEqualTo("[]\n");
        assertThat(Calls.english("camera", "remove", "front-gate", "--dir", dir())
                        .code())
                .isEqualTo(2);
    }

    @Test
    void a_record_is_changed_in_place_and_what_is_not_named_stays() {
        init();
        Calls.call(
                List.of(
                        "camera",
                        "add",
                        "gate",
                        "--name",
                        "正門口",
                        "--address",
                        "rtsp://192.0.2.1/s1",
                        "--user",
                        "viewer",
                        "--password-stdin",
                        "--dir",
                        dir()),
                "old\n");

        Calls.Result changed = Calls.english(
                "camera",
                "set",
                "gate",
                "--address",
                "rtsps://192.0.2.2/s2",
                "--transport",
                "http",
                "--enabled",
                "no",
                "--dir",
                dir());
        Calls.Result password = Calls.call(
                List.of("camera", "set", "gate", "--user", "other", "--password-stdin", "--dir", dir()), "geheim\n");

        assertThat(changed.code()).as(changed.err()).isZero();
        assertThat(password.code()).as(password.err()).isZero();
        assertThat(changed.out() + password.out()).isEmpty();
        assertThat(Calls.english("camera", "list", "--json", "--dir", dir()).out())
                .contains("\"name\":\"正門口\"", "\"enabled\":false", "rtsps://192.0.2.2/s2", "\"transport\":\"http\"");
        try (Records records = Records.open(folder, InstantSource.system(), System::nanoTime)) {
            assertThat(records.cameras().password(new CameraId("gate")).map(String::new))
                    .contains("geheim");
            assertThat(records.audit().newest(10).toString()).doesNotContain("geheim", "other");
        }
    }

    @Test
    void a_certificate_is_trusted_by_its_fingerprint_or_as_the_next_one_that_is_shown() {
        init();
        Calls.english("camera", "add", "gate", "--name", "x", "--address", "rtsps://192.0.2.1/", "--dir", dir());
        String fingerprint = "AB:".repeat(31) + "CD";

        Calls.Result trusted = Calls.english("camera", "trust", "gate", "--fingerprint", fingerprint, "--dir", dir());
        assertThat(trusted.code()).as(trusted.err()).isZero();
        assertThat(Calls.english("camera", "list", "--json", "--dir", dir()).out())
                .contains("\"certificate\":\"" + fingerprint + "\"");
        assertThat(Calls.english("camera", "trust", "gate", "--dir", dir()).code())
                .isZero();
        assertThat(Calls.english("camera", "list", "--json", "--dir", dir()).out())
                .contains("\"certificate\":null");
        assertThat(Calls.english("camera", "trust", "roof", "--dir", dir()).code())
                .isEqualTo(2);
    }

    @Test
    void a_password_that_nobody_can_be_asked_for_is_a_usage_error() {
        init();
        Calls.Result result = Calls.english(
                "camera", "add", "a", "--name", "x", "--address", "rtsp://h/", "--user", "u", "--dir", dir());

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("--password-stdin");
    }

    @Test
    void an_id_that_is_taken_is_refused() {
        init();
        String[] words = {"camera", "add", "a", "--name", "x", "--address", "rtsp://192.0.2.1/", "--dir", dir()};

        assertThat(Calls.english(words).code()).isZero();
        assertThat(Calls.english(words).code()).isEqualTo(2);
    }

    @Test
    void a_volume_is_made_once_and_its_making_is_on_record() {
        assertThat(init().code()).isZero();
        assertThat(Calls.english("storage", "init", "--dir", dir()).code()).isEqualTo(2);

        Calls.Result status = Calls.english("storage", "status", "--json", "--dir", dir());
        Map<String, Object> found = JsonReader.object(status.out());
        assertThat(found)
                .containsEntry("running", false)
                .containsEntry("writable", true)
                .containsKey("volume");
        Calls.Result audit = Calls.english("audit", "verify", "--json", "--dir", dir());
        assertThat(audit.code()).isZero();
        assertThat(JsonReader.object(audit.out())).containsEntry("status", "OK").containsEntry("events", 1L);
    }

    @Test
    void check_says_that_the_recorder_does_not_run() {
        init();
        Calls.Result result = Calls.english("check", "--json", "--dir", dir());
        Map<String, Object> report = JsonReader.object(result.out());

        assertThat(result.code()).isEqualTo(2);
        assertThat(report.keySet()).containsExactly("status", "checks");
        assertThat(report).containsEntry("status", "CRITICAL");
        List<?> checks = (List<?>) report.get("checks");
        assertThat(checks)
                .isNotEmpty()
                .allSatisfy(c -> assertThat(((Map<?, ?>) c)
                                .keySet().stream().map(String::valueOf).toList())
                        .containsExactly("name", "status", "figure", "expected", "remedy"));
        assertThat(checks.get(0).toString()).contains("name=service").contains("status=CRITICAL");
    }

    @Test
    void check_notices_secrets_that_others_can_read_and_cameras_on_the_box_itself() throws Exception {
        init();
        Calls.english("camera", "add", "a", "--name", "x", "--address", "rtsp://127.0.0.1:8554/1", "--dir", dir());
        Files.setPosixFilePermissions(
                folder.resolve("secret.key"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(Calls.english("check", "--dir", dir()).out())
                .contains("camera.a.address")
                .contains("secret.key has the permissions rw-r--r--");
    }

    @Test
    void footage_of_a_camera_without_any_is_an_empty_array_and_of_an_unknown_one_an_error() {
        init();
        Calls.english("camera", "add", "a", "--name", "x", "--address", "rtsp://192.0.2.1/", "--dir", dir());

        Calls.Result none = Calls.english("footage", "list", "--camera", "a", "--json", "--dir", dir());
        assertThat(none.out()).as(none.err()).isEqualTo("[]\n");
        assertThat(none.code()).isZero();
        assertThat(Calls.english("footage", "list", "--camera", "b", "--dir", dir())
                        .code())
                .isEqualTo(2);
        assertThat(Calls.english("footage", "list", "--camera", "a", "--from", "gestern", "--dir", dir())
                        .code())
                .isEqualTo(64);
    }

    @Test
    void five_mistakes_in_the_configuration_are_all_told_and_end_with_78() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.toml"), """
                langauge = "en"
                zone = "Asia/Taipi"
                [storage]
                segment = 5
                [console]
                bind = "0.0.0.0"
                port = 70000
                """);

        for (String[] command : new String[][] {{"config", "check"}, {"run"}, {"check"}, {"camera", "list"}}) {
            String[] words = new String[command.length + 2];
            System.arraycopy(command, 0, words, 0, command.length);
            words[command.length] = "--config";
            words[command.length + 1] = file.toString();
            Calls.Result result = Calls.english(words);

            assertThat(result.code()).isEqualTo(78);
            assertThat(result.err())
                    .contains("5 mistakes")
                    .contains("bad.toml:1:")
                    .contains("bad.toml:2:")
                    .contains("bad.toml:4:")
                    .contains("bad.toml:6:")
                    .contains("bad.toml:7:")
                    .contains("zone = \"Asia/Taipei\"");
        }
        Calls.Result json = Calls.english("config", "check", "--json", "--config", file.toString());
        assertThat((List<?>) JsonReader.object(json.out()).get("mistakes")).hasSize(5);
    }

    @Test
    void words_are_chinese_unless_asked_otherwise_by_option_or_configuration() throws Exception {
        init();
        assertThat(Calls.call(List.of("camera", "list", "--dir", dir()), "").err())
                .contains("還沒有登錄攝影機");
        Files.writeString(folder.resolve("nvr.toml"), "language = \"en\"\n");
        assertThat(Calls.call(List.of("camera", "list", "--dir", dir()), "").err())
                .contains("No camera is registered");
        assertThat(Calls.call(List.of("camera", "list", "--dir", dir(), "--lang", "zh-TW"), "")
                        .err())
                .contains("還沒有登錄攝影機");
    }

    private Calls.Result init() {
        return Calls.english("storage", "init", "--dir", dir());
    }

    private String dir() {
        return folder.toString();
    }
}

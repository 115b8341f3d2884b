package tw.nvr.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.health.Finding;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.ClockReading;
import tw.nvr.daemon.systemd.ErrorMemory;
import tw.nvr.storage.Footage;
import tw.nvr.storage.index.Reindex;
import tw.nvr.storage.records.Records;
import tw.nvr.storage.volume.Volume;

/** Over real records and a real volume; what cannot be had so easily (a slow disk, a lost camera) is put in their place. */
class RunningChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-20T04:00:00Z");
    private static final long GIB = 1L << 30;
    private static final CameraId FRONT = new CameraId("front");

    @TempDir
    Path folder;

    private final List<String> stuck = new ArrayList<>();
    private final ErrorMemory errors = new ErrorMemory();
    private StorageStatus storage = storage(100 * GIB, true, 0);
    private CameraState state = CameraState.RECORDING;
    private Instant since = NOW.minusSeconds(60);
    private Optional<Problem> problem = Optional.empty();
    private Optional<Problem> console = Optional.empty();
    private boolean trusted = true;
    private String address = "rtsp://192.0.2.1/1";

    @Test
    void all_is_well_and_nothing_needs_to_be_done() {
        HealthReport report = report(Texts.EN);

        assertThat(report.status()).as("%s", report.findings()).isEqualTo(HealthStatus.OK);
        assertThat(report.findings()).allSatisfy(f -> assertThat(f.remedy()).isEmpty());
        assertThat(report.findings())
                .extracting(Finding::name)
                .contains("service", "camera.front", "disk.volume", "disk.space", "clock", "audit", "secrets", "log");
    }

    @ParameterizedTest
    @EnumSource(CameraState.class)
    void every_state_of_a_camera_has_its_words_in_both_languages(CameraState any) {
        state = any;
        for (Locale locale : List.of(Texts.ZH_TW, Texts.EN)) {
            Finding f = finding(report(locale), "camera.front");
            assertThat(f.figure()).isNotBlank();
            assertThat(f.remedy().isEmpty()).isEqualTo(f.status() == HealthStatus.OK);
        }
    }

    @Test
    void a_lost_camera_is_critical_in_the_words_of_its_problem() {
        state = CameraState.AUTH_FAILED;
        problem = Optional.of(Problem.of(ProblemKind.UNAVAILABLE, "camera-auth-refused"));

        Finding f = finding(report(Texts.EN), "camera.front");
        assertThat(f.status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(f.figure()).contains("password");
        assertThat(report(Texts.EN).findings().get(0)).isEqualTo(f);
    }

    @Test
    void connecting_is_well_for_half_a_minute() {
        state = CameraState.CONNECTING;
        since = NOW.minusSeconds(29);
        assertThat(finding(report(Texts.EN), "camera.front").status()).isEqualTo(HealthStatus.OK);
        since = NOW.minusSeconds(30);
        assertThat(finding(report(Texts.EN), "camera.front").status()).isEqualTo(HealthStatus.WARNING);
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://127.0.0.1:8554/1, CRITICAL",
        "rtsp://127.9.9.9/1, CRITICAL",
        "rtsp://localhost/1, CRITICAL",
        "rtsp://[::1]/1, CRITICAL",
        "rtsp://0.0.0.0/1, CRITICAL",
        "rtsp://192.168.1.2/1, OK",
        "rtsp://128.0.0.1/1, OK",
    })
    void a_camera_on_the_box_itself_is_critical(String where, HealthStatus expected) {
        address = where;

        assertThat(report(Texts.EN).status()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1024, CRITICAL", "1025, WARNING", "2047, WARNING", "2048, OK"})
    void space_is_short_below_twice_the_reserve_and_gone_at_the_reserve(long mebibytes, HealthStatus expected) {
        storage = storage(mebibytes << 20, true, 0);

        assertThat(finding(report(Texts.EN), "disk.space").status()).isEqualTo(expected);
    }

    @Test
    void a_console_that_could_not_be_opened_is_critical_in_the_words_of_what_is_wrong() {
        console = Optional.of(Problem.of(ProblemKind.UNAVAILABLE, "port-in-use", "127.0.0.1", 8480));

        Finding f = finding(report(Texts.EN), "console");
        assertThat(f.status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(f.figure()).contains("8480");
        assertThat(f.remedy()).isNotBlank();
    }

    @Test
    void a_read_only_volume_a_slow_disk_a_wild_clock_and_a_stuck_thread_are_found_at_once() {
        storage = storage(100 * GIB, false, 3);
        trusted = false;
        stuck.add("index");
        LogRecord said = new LogRecord(Level.SEVERE, "something {0}");
        said.setParameters(new Object[] {"broke"});
        said.setInstant(NOW.minusSeconds(5));
        errors.publish(said);

        HealthReport report = report(Texts.EN);
        assertThat(finding(report, "disk.volume").status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(finding(report, "disk.speed").status()).isEqualTo(HealthStatus.WARNING);
        assertThat(finding(report, "clock").status()).isEqualTo(HealthStatus.WARNING);
        assertThat(finding(report, "service").figure()).isEqualTo("stuck: index");
        assertThat(finding(report, "log").figure()).endsWith("something broke");
        assertThat(report(Texts.ZH_TW).findings())
                .allSatisfy(f -> assertThat(f.figure() + f.expected()).isNotBlank());
    }

    @Test
    void an_error_of_yesterday_is_forgotten() {
        LogRecord said = new LogRecord(Level.SEVERE, "broke");
        said.setInstant(NOW.minusSeconds(3601));
        errors.publish(said);

        assertThat(finding(report(Texts.EN), "log").status()).isEqualTo(HealthStatus.OK);
    }

    private HealthReport report(Locale locale) {
        Path data = folder.resolve("data");
        Volume volume = Volume.adopt(java.util.Objects.requireNonNull(made(data)), "", NOW);
        Reindex.offline(volume.root(), NOW);
        Camera camera = new Camera(
                FRONT,
                "正門口",
                "",
                "",
                StreamAddress.parse(address),
                Optional.empty(),
                CameraSource.AUTO,
                false,
                true,
                true,
                false);
        try (Records records = Records.open(data, () -> NOW, System::nanoTime)) {
            if (records.cameras().find(FRONT).isEmpty()) {
                records.cameras().add(camera, Optional.empty(), Actor.system("test"));
            }
            CameraStatus status = new CameraStatus(
                    FRONT,
                    state,
                    since,
                    Optional.empty(),
                    problem,
                    Optional.empty(),
                    Optional.of("H.264"),
                    0,
                    0,
                    Optional.empty());
            RunningChecks.Ports ports = new RunningChecks.Ports(
                    records.cameras(),
                    () -> List.of(status),
                    Footage.readOnly(volume.root(), () -> NOW),
                    () -> storage,
                    records.audit(),
                    () -> new ClockReading(NOW, 0, "boot", trusted),
                    () -> stuck,
                    () -> console,
                    errors);
            RunningChecks.Setting setting = new RunningChecks.Setting(data, GIB, ZoneId.of("Asia/Taipei"), false);
            return new RunningChecks(ports, setting, () -> NOW, System::nanoTime).report(locale);
        }
    }

    private static Path made(Path data) {
        assertThat(data.toFile().mkdirs() || data.toFile().isDirectory()).isTrue();
        return data;
    }

    private static StorageStatus storage(long free, boolean writable, long dropped) {
        return new StorageStatus(
                Optional.of("v"), 200 * GIB, free, writable, Optional.empty(), 0, dropped, true, Optional.empty());
    }

    private static Finding finding(HealthReport report, String name) {
        return report.findings().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + report.findings()));
    }
}

package tw.nvr.daemon.health;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.daemon.output.Words;
import tw.nvr.daemon.systemd.ErrorMemory;

/** Everything that a running recorder looks at to say how it is. Thread-safe. */
public final class RunningChecks implements HealthReport.Source {
    private static final Duration RECENT = Duration.ofHours(1);

    private final Ports ports;
    private final Setting setting;
    private final InstantSource wall;
    private final Instant started;
    private final AuditCheck audit;

    /**
     * What is looked at. Everything in it is thread-safe.
     *
     * @param stuck names of the recorder's own threads that do not move
     * @param console why the console is not open; empty when it is
     */
    public record Ports(
            CameraRegister cameras,
            CameraStatus.Board board,
            FootageLibrary footage,
            StorageStatus.Source storage,
            AuditLog audit,
            ClockReading.Source clock,
            Supplier<List<String>> stuck,
            Supplier<Optional<Problem>> console,
            ErrorMemory errors) {}

    /**
     * What it is measured by. Immutable.
     *
     * @param directory of the records
     * @param demo whether cameras on the box itself are as they should be
     */
    public record Setting(Path directory, long reserveBytes, ZoneId zone, boolean demo) {}

    public RunningChecks(Ports ports, Setting setting, InstantSource wall, Ticker ticker) {
        this.ports = ports;
        this.setting = setting;
        this.wall = wall;
        this.started = wall.instant();
        this.audit = new AuditCheck(ports.audit(), ticker);
    }

    @Override
    public HealthReport report(Locale locale) {
        Looked looked = new Looked(Words.in(locale));
        Instant now = wall.instant();
        service(looked);
        ports.console()
                .get()
                .ifPresentOrElse(
                        p -> looked.wrong("console", HealthStatus.CRITICAL, "console", p),
                        () -> looked.well("console", "console", "good"));
        one(
                looked,
                "cameras",
                () -> CameraChecks.look(looked, ports.cameras().cameras(), ports.board(), now, setting.demo()));
        one(looked, "disk", () -> StorageChecks.volume(looked, ports.storage().storage(), setting.reserveBytes()));
        one(looked, "footage", () -> StorageChecks.oldest(looked, ports.footage(), setting.zone()));
        clock(looked);
        audit.look(looked);
        StorageChecks.secrets(looked, setting.directory());
        errors(looked, now);
        return new HealthReport(now, looked.findings());
    }

    private void service(Looked looked) {
        List<String> stuck = ports.stuck().get();
        String since = looked.time(started, setting.zone());
        if (stuck.isEmpty()) {
            looked.well("service", "service", "running", since);
        } else {
            looked.wrong("service", HealthStatus.CRITICAL, "service", "stuck", String.join(", ", stuck));
        }
    }

    private void clock(Looked looked) {
        if (ports.clock().read().trusted()) {
            looked.well("clock", "clock", "good");
        } else {
            looked.wrong("clock", HealthStatus.WARNING, "clock", "bad");
        }
    }

    private void errors(Looked looked, Instant now) {
        Optional<ErrorMemory.Said> last =
                ports.errors().last().filter(e -> e.at().plus(RECENT).isAfter(now));
        if (last.isPresent()) {
            String at = looked.time(last.get().at(), setting.zone());
            looked.wrong(
                    "log", HealthStatus.WARNING, "log", "figure", at, last.get().text());
        } else {
            looked.well("log", "log", "good");
        }
    }

    /** One look; a part of the recorder that cannot answer is itself a finding. */
    private static void one(Looked looked, String name, Runnable look) {
        try {
            look.run();
        } catch (ProblemException e) {
            looked.wrong(name, HealthStatus.UNKNOWN, "part", e.problem());
        }
    }
}

package tw.nvr.daemon.health;

import java.time.Instant;
import java.util.List;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.Ticker;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.storage.records.Records;
import tw.nvr.storage.volume.Volume;
import tw.nvr.storage.volume.VolumeStatus;

/** What can be said of a box whose recorder does not run: first of all, that it does not. Stateless. */
public final class StoppedChecks {
    private StoppedChecks() {}

    /** Looks at files only; takes no lock. */
    public static HealthReport report(
            Configuration configuration, ClockReading.Source clock, Ticker ticker, Instant now, Texts texts) {
        Looked looked = new Looked(texts);
        looked.wrong("service", HealthStatus.CRITICAL, "service", "stopped");
        VolumeStatus volume = Volume.status(configuration.storage().volume());
        if (volume.problem().isPresent()) {
            looked.wrong(
                    "disk.volume",
                    HealthStatus.CRITICAL,
                    "volume",
                    volume.problem().get());
        } else {
            looked.well(
                    "disk.volume",
                    "volume",
                    "good",
                    volume.mark().map(m -> m.id().toString()).orElse(""));
            StorageChecks.space(
                    looked,
                    volume.totalBytes(),
                    volume.freeBytes(),
                    configuration.storage().reserve().bytes());
        }
        try (Records records = Records.openReadOnly(configuration.data().directory())) {
            List<Camera> cameras = records.cameras().cameras();
            CameraChecks.registered(looked, cameras, cameras.stream().anyMatch(Camera::demo));
            new AuditCheck(records.audit(), ticker).look(looked);
        } catch (ProblemException e) {
            looked.wrong("records", HealthStatus.CRITICAL, "part", e.problem());
        }
        if (clock.read().trusted()) {
            looked.well("clock", "clock", "good");
        } else {
            looked.wrong("clock", HealthStatus.WARNING, "clock", "bad");
        }
        StorageChecks.secrets(looked, configuration.data().directory());
        return new HealthReport(now, looked.findings());
    }
}

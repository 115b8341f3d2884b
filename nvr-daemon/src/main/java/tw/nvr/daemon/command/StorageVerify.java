package tw.nvr.daemon.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.json.Json;
import tw.nvr.daemon.output.Table;
import tw.nvr.storage.verify.FootageVerifier;
import tw.nvr.storage.verify.InvariantFinding;
import tw.nvr.storage.verify.VerifyReport;

/** {@code nvr storage verify}: compares files, journals and index, beside a running recorder or without. */
@Command(name = "verify")
final class StorageVerify implements Callable<Integer> {
    /** What means that footage is not what it was written as; everything else is bookkeeping out of step. */
    private static final Set<String> DAMAGE =
            Set.of("journal-broken", "file-missing", "file-size", "file-hash", "file-unreadable");

    private static final Pattern SHARE = Pattern.compile("(\\d{1,3})\\s*%");

    private final Session session;

    @Mixin
    private Place place;

    @Option(names = "--camera", paramLabel = "C")
    private String camera;

    @Option(names = "--read-data", paramLabel = "SHARE", defaultValue = "100%")
    private String share;

    @Option(names = "--json", descriptionKey = "nvr.json")
    private boolean json;

    StorageVerify(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (camera != null && !CameraId.isValid(camera)) {
            throw Problem.of(ProblemKind.USAGE, "usage-camera-id", camera).exception();
        }
        double part = share();
        Configuration configuration = place.existing(session);
        Optional<CameraId> only = Optional.ofNullable(camera).map(CameraId::new);
        VerifyReport report = FootageVerifier.verify(configuration.storage().volume(), only, part);
        HealthStatus status = judge(report);
        if (json) {
            session.terminal().out().println(Json.line(json(report, status)));
        } else {
            show(report, status);
        }
        return status.exitCode();
    }

    private double share() {
        Matcher m = SHARE.matcher(share);
        if (!m.matches() || Integer.parseInt(m.group(1)) > 100) {
            throw Problem.of(ProblemKind.USAGE, "usage-share", share).exception();
        }
        return Integer.parseInt(m.group(1)) / 100.0;
    }

    private static HealthStatus judge(VerifyReport report) {
        if (report.isClean()) {
            return HealthStatus.OK;
        }
        boolean damage = report.findings().stream().anyMatch(f -> DAMAGE.contains(f.kind()));
        return damage ? HealthStatus.CRITICAL : HealthStatus.WARNING;
    }

    private static Map<String, Object> json(VerifyReport report, HealthStatus status) {
        List<Object> findings = new ArrayList<>();
        for (InvariantFinding f : report.findings()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("invariant", f.invariant());
            one.put("kind", f.kind());
            one.put("path", f.path());
            one.put("detail", f.detail());
            findings.add(one);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", status.name());
        out.put("days", report.days());
        out.put("segments", report.segments());
        out.put("gaps", report.gaps());
        out.put("hashed", report.hashed());
        out.put("hashedBytes", report.hashedBytes());
        out.put("findings", findings);
        return out;
    }

    private void show(VerifyReport report, HealthStatus status) {
        for (InvariantFinding f : report.findings()) {
            session.terminal()
                    .out()
                    .println(Table.harmless(session.texts()
                            .get(
                                    "verify.finding",
                                    f.invariant(),
                                    session.texts().get("verify." + f.kind()),
                                    f.path(),
                                    f.detail())));
        }
        String summary = session.texts()
                .get(
                        "verify.summary",
                        report.segments(),
                        report.gaps(),
                        report.days(),
                        report.hashed(),
                        report.findings().size());
        session.terminal().out().println(Paint.status(session, status, summary));
        if (!report.isClean()) {
            session.say("verify.remedy." + status);
        }
    }
}

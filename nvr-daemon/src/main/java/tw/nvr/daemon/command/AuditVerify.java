package tw.nvr.daemon.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tw.nvr.core.audit.AuditChain;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.json.Json;
import tw.nvr.storage.records.Records;

/** {@code nvr audit verify}: walks the whole audit chain, beside a running recorder or without. */
@Command(name = "verify")
final class AuditVerify implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Option(names = "--json", descriptionKey = "nvr.json")
    private boolean json;

    AuditVerify(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Configuration configuration = place.existing(session);
        AuditChain.Verdict verdict;
        try (Records records = Records.openReadOnly(configuration.data().directory())) {
            verdict = records.audit().verify();
        }
        HealthStatus status = verdict.intact() ? HealthStatus.OK : HealthStatus.CRITICAL;
        if (json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("status", status.name());
            out.put("events", verdict.events());
            out.put("head", verdict.head());
            out.put("brokenAt", verdict.brokenAt().orElse(null));
            out.put("fault", verdict.fault().orElse(null));
            session.terminal().out().println(Json.line(out));
        } else if (verdict.intact()) {
            session.terminal().out().println(session.texts().get("audit.whole", verdict.events(), verdict.head()));
        } else {
            session.terminal()
                    .out()
                    .println(session.texts()
                            .get(
                                    "audit.broken." + verdict.fault().orElse("content"),
                                    verdict.brokenAt().orElse(0L),
                                    verdict.events()));
        }
        return status.exitCode();
    }
}

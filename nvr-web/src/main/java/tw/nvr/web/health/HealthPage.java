package tw.nvr.web.health;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tw.nvr.core.health.Finding;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.Ask;
import tw.nvr.web.http.Json;
import tw.nvr.web.http.Page;

/** {@code GET /healthz}: the health report as JSON; 200 while recording goes on, 503 when a person is needed. Thread-safe. */
public final class HealthPage implements Page {
    private final HealthReport.Source source;

    public HealthPage(HealthReport.Source source) {
        this.source = source;
    }

    @Override
    public Answer answer(Ask ask) {
        HealthReport report = source.report(ask.texts().locale());
        Json json = new Json().object().name("status").value(report.status().name());
        json.name("checks").array();
        for (Finding finding : report.findings()) {
            json.object().name("name").value(finding.name());
            json.name("status").value(finding.status().name());
            json.name("figure").value(finding.figure());
            json.name("expected").value(finding.expected());
            json.name("remedy").value(finding.remedy()).endObject();
        }
        byte[] body = json.endArray().endObject().toString().getBytes(StandardCharsets.UTF_8);
        return new Answer(httpStatus(report.status()), "application/json", Map.of(), body);
    }

    private static int httpStatus(HealthStatus status) {
        return switch (status) {
            case OK, WARNING -> 200;
            case CRITICAL, UNKNOWN -> 503;
        };
    }
}

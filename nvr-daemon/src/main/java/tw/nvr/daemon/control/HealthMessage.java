package tw.nvr.daemon.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tw.nvr.core.health.Finding;
import tw.nvr.core.health.HealthReport;

/** A health report as {@code nvr check --json} prints it: a stable interface. Stateless. */
public final class HealthMessage {
    private HealthMessage() {}

    public static Map<String, Object> write(HealthReport report) {
        List<Object> checks = new ArrayList<>();
        for (Finding f : report.findings()) {
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("name", f.name());
            check.put("status", f.status().name());
            check.put("figure", f.figure());
            check.put("expected", f.expected());
            check.put("remedy", f.remedy());
            checks.add(check);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", report.status().name());
        out.put("checks", checks);
        return out;
    }
}

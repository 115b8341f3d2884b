package tw.nvr.daemon.command;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.config.ConfigurationException;
import tw.nvr.daemon.json.Json;

/** {@code nvr config check}: whether the configuration can be used, and every mistake if it cannot. */
@Command(name = "check")
final class ConfigCheck implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Option(names = "--json", descriptionKey = "nvr.json")
    private boolean json;

    ConfigCheck(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try {
            place.configuration(session);
        } catch (ConfigurationException e) {
            if (!json) {
                throw e;
            }
            print(
                    HealthStatus.CRITICAL,
                    e.mistakes().stream().map(m -> m.json(session.texts())).toList());
            return ProblemKind.CONFIGURATION.exitCode();
        }
        if (json) {
            print(HealthStatus.OK, List.of());
        } else if (place.fileNamed() || Files.exists(place.file())) {
            session.terminal().out().println(session.texts().get("config.good", place.file()));
        } else {
            session.terminal().out().println(session.texts().get("config.none", place.file()));
        }
        return 0;
    }

    private void print(HealthStatus status, List<Map<String, Object>> mistakes) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", status.name());
        out.put("file", place.file());
        out.put("mistakes", mistakes);
        session.terminal().out().println(Json.line(out));
    }
}

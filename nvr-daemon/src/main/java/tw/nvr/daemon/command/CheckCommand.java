package tw.nvr.daemon.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.daemon.clock.BoxClock;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.control.HealthMessage;
import tw.nvr.daemon.health.StoppedChecks;
import tw.nvr.daemon.json.Json;
import tw.nvr.daemon.output.Table;

/** {@code nvr check}: whether all is well, for people and for monitoring. Works beside a running recorder and without. */
@Command(name = "check")
final class CheckCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Option(names = "--json", descriptionKey = "nvr.json")
    private boolean json;

    CheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Configuration configuration = place.existing(session);
        Map<?, ?> report = (Map<?, ?>) new Daemon(session, configuration)
                .ask("check", Map.of())
                .orElseGet(() -> HealthMessage.write(StoppedChecks.report(
                        configuration,
                        BoxClock.ofThisBox(session.wall(), session.ticker()),
                        session.ticker(),
                        session.wall().instant(),
                        session.texts())));
        HealthStatus status = HealthStatus.valueOf(String.valueOf(report.get("status")));
        if (json) {
            session.terminal().out().println(Json.line(report));
        } else {
            show(report, status);
        }
        return status.exitCode();
    }

    private void show(Map<?, ?> report, HealthStatus status) {
        java.io.PrintStream out = session.terminal().out();
        out.println(Paint.status(session, status, session.texts().get("status." + status)));
        Table table = new Table(List.of(
                session.texts().get("check.head.status"),
                session.texts().get("check.head.name"),
                session.texts().get("check.head.figure")));
        List<?> checks = (List<?>) report.get("checks");
        for (Object o : checks) {
            Map<?, ?> check = (Map<?, ?>) o;
            table.row(List.of(
                    session.texts().get("status." + check.get("status")),
                    String.valueOf(check.get("name")),
                    String.valueOf(check.get("figure"))));
        }
        List<String> lines = table.lines();
        out.println(lines.get(0));
        for (int i = 0; i < checks.size(); i++) {
            Map<?, ?> check = (Map<?, ?>) checks.get(i);
            HealthStatus one = HealthStatus.valueOf(String.valueOf(check.get("status")));
            out.println(Paint.status(session, one, lines.get(i + 1)));
            if (one != HealthStatus.OK) {
                out.println(Table.harmless(session.texts().get("check.expected", check.get("expected"))));
                out.println(Table.harmless(session.texts().get("check.remedy", check.get("remedy"))));
            }
        }
    }
}

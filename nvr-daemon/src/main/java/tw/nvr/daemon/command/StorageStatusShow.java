package tw.nvr.daemon.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.json.Json;
import tw.nvr.daemon.output.Table;
import tw.nvr.storage.volume.Volume;
import tw.nvr.storage.volume.VolumeStatus;

/** {@code nvr storage status}: which volume it is, how full, and whether it can be written. */
@Command(name = "status")
final class StorageStatusShow implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Option(names = "--json", descriptionKey = "nvr.json")
    private boolean json;

    StorageStatusShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Configuration configuration = place.existing(session);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("root", configuration.storage().volume());
        found.put("running", false);
        new Daemon(session, configuration)
                .ask("storage.status", Map.of())
                .ifPresentOrElse(live -> take(found, (Map<?, ?>) live), () -> stopped(found, configuration));
        HealthStatus status = judge(found, configuration.storage().reserve().bytes());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", status.name());
        out.putAll(found);
        if (json) {
            session.terminal().out().println(Json.line(out));
        } else {
            show(out, status);
        }
        return status.exitCode();
    }

    private static void take(Map<String, Object> found, Map<?, ?> live) {
        live.forEach((k, v) -> found.put((String) k, v));
        found.put("running", true);
    }

    private void stopped(Map<String, Object> found, Configuration configuration) {
        VolumeStatus volume = Volume.status(configuration.storage().volume());
        found.put("volume", volume.mark().map(m -> m.id().toString()).orElse(null));
        found.put("totalBytes", volume.totalBytes());
        found.put("freeBytes", volume.freeBytes());
        found.put("writable", volume.problem().isEmpty());
        found.put("problem", volume.problem().map(session.texts()::what).orElse(null));
        found.put("remedy", volume.problem().map(session.texts()::remedy).orElse(null));
    }

    private static HealthStatus judge(Map<String, Object> found, long reserveBytes) {
        long free = ((Number) found.get("freeBytes")).longValue();
        if (found.get("problem") != null || Boolean.FALSE.equals(found.get("writable")) || free <= reserveBytes) {
            return HealthStatus.CRITICAL;
        }
        return free < 2 * reserveBytes ? HealthStatus.WARNING : HealthStatus.OK;
    }

    private void show(Map<String, Object> found, HealthStatus status) {
        Table table = new Table(List.of(
                session.texts().get("cli.storage.status"), session.texts().get("status." + status)));
        found.forEach((key, value) -> {
            if (!key.equals("status") && value != null) {
                table.row(List.of(session.texts().get("cli.storage." + key), text(key, value)));
            }
        });
        table.lines().forEach(session.terminal().out()::println);
    }

    private String text(String key, Object value) {
        if (value instanceof Boolean b) {
            return session.texts().get(b ? "word.yes" : "word.no");
        }
        if (key.endsWith("Bytes")) {
            return String.format(Locale.ROOT, "%.1f GiB", ((Number) value).doubleValue() / (1L << 30));
        }
        return String.valueOf(value);
    }
}

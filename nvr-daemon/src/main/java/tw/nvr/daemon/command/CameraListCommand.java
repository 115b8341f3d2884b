package tw.nvr.daemon.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tw.nvr.core.problem.Texts;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.control.CameraList;
import tw.nvr.daemon.json.Json;
import tw.nvr.daemon.output.Table;
import tw.nvr.storage.records.Records;

/** {@code nvr camera list}: the registered cameras and what each is doing. */
@Command(name = "list")
final class CameraListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Option(names = "--json", descriptionKey = "nvr.json")
    private boolean json;

    CameraListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Configuration configuration = place.existing(session);
        List<?> cameras = (List<?>)
                new Daemon(session, configuration).ask("camera.list", Map.of()).orElseGet(() -> stopped(configuration));
        if (json) {
            session.terminal().out().println(Json.lines(cameras));
        } else if (cameras.isEmpty()) {
            session.say("camera.none");
        } else {
            show(cameras);
        }
        return 0;
    }

    private static List<Map<String, Object>> stopped(Configuration configuration) {
        try (Records records = Records.openReadOnly(configuration.data().directory())) {
            return CameraList.stopped(records.cameras());
        }
    }

    private void show(List<?> cameras) {
        Texts texts = session.texts();
        Table table = new Table(List.of(
                texts.get("camera.head.id"),
                texts.get("camera.head.name"),
                texts.get("camera.head.state"),
                texts.get("camera.head.address")));
        for (Object o : cameras) {
            Map<?, ?> camera = (Map<?, ?>) o;
            table.row(List.of(
                    String.valueOf(camera.get("id")),
                    String.valueOf(camera.get("name")),
                    texts.get("camera.state." + camera.get("state")),
                    String.valueOf(camera.get("address"))));
        }
        table.lines().forEach(session.terminal().out()::println);
        for (Object o : cameras) {
            Map<?, ?> camera = (Map<?, ?>) o;
            if (camera.get("problem") != null) {
                session.terminal()
                        .err()
                        .println(Table.harmless(
                                camera.get("id") + ": " + camera.get("problem") + " " + camera.get("remedy")));
            }
        }
    }
}

package tw.nvr.daemon.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tw.nvr.core.audit.Actor;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.control.ControlAddress;
import tw.nvr.daemon.control.ControlClient;
import tw.nvr.daemon.service.DataLock;
import tw.nvr.storage.records.Records;

/**
 * The recorder as a command sees it: asked over its control socket when it runs; otherwise the command takes the lock and
 * does the work itself, in the name of the operating system's user.
 */
final class Daemon {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Session session;
    private final Configuration configuration;

    Daemon(Session session, Configuration configuration) {
        this.session = session;
        this.configuration = configuration;
    }

    /** The recorder's answer; empty when it does not run. */
    Optional<Object> ask(String command, Map<String, Object> arguments) {
        Map<String, Object> all = new LinkedHashMap<>(arguments);
        all.put("lang", session.texts().locale().toLanguageTag());
        ControlClient client =
                new ControlClient(ControlAddress.of(configuration.data().run()), session.ticker(), PATIENCE);
        return client.ask(command, all);
    }

    /** Changes something: asks the recorder, or does it with the records opened for it. */
    void change(String command, Map<String, Object> arguments, Consumer<Records> otherwise) {
        if (ask(command, arguments).isEmpty()) {
            offline(otherwise);
        }
    }

    /** Does something with the records while no recorder runs and none can start. */
    void offline(Consumer<Records> work) {
        Path data = configuration.data().directory();
        DataLock.holding(data, () -> {
            try (Records records = Records.open(data, session.wall(), session.ticker())) {
                work.accept(records);
            }
        });
    }

    /** Who runs this command, as the kernel says. */
    Actor actor() {
        try {
            return Actor.osUser(Files.getOwner(Path.of("/proc/self")).getName());
        } catch (IOException e) {
            throw new IllegalStateException("this is no Linux: /proc cannot be read", e);
        }
    }
}

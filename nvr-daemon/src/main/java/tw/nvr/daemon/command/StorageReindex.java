package tw.nvr.daemon.command;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.storage.index.Reindex;

/** {@code nvr storage reindex}: makes the index anew from journals and files, beside a running recorder or without. */
@Command(name = "reindex")
final class StorageReindex implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    StorageReindex(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Configuration configuration = place.existing(session);
        Daemon daemon = new Daemon(session, configuration);
        Optional<Object> answer = daemon.ask("storage.reindex", Map.of());
        if (answer.isPresent()) {
            Map<?, ?> counts = (Map<?, ?>) answer.get();
            say(counts.get("segments"), counts.get("gaps"));
        } else {
            daemon.offline(records -> {
                Reindex.Counts counts = Reindex.offline(
                        configuration.storage().volume(), session.wall().instant());
                records.audit()
                        .append(
                                daemon.actor(),
                                AuditAction.INDEX_REBUILT,
                                "volume:" + configuration.storage().volume(),
                                Map.of(
                                        "segments", Long.toString(counts.segments()),
                                        "gaps", Long.toString(counts.gaps())));
                say(counts.segments(), counts.gaps());
            });
        }
        return 0;
    }

    private void say(Object segments, Object gaps) {
        session.terminal().out().println(session.texts().get("reindex.done", segments, gaps));
    }
}

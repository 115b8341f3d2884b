package tw.nvr.daemon.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.service.DataLock;
import tw.nvr.daemon.service.KnownVolume;
import tw.nvr.storage.records.Records;
import tw.nvr.storage.volume.Volume;

/** {@code nvr storage init}: makes a footage volume, or takes over one that holds footage already. */
@Command(name = "init")
final class StorageInit implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Option(names = "--adopt")
    private boolean adopt;

    @Option(names = "--label", paramLabel = "TEXT", defaultValue = "")
    private String label;

    StorageInit(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Configuration configuration = place.configuration(session);
        Path data = configuration.data().directory();
        // The lock keeps a recorder from starting meanwhile, and is refused while one runs: its volume is in use.
        DataLock.holding(data, () -> {
            try (Records records = Records.open(data, session.wall(), session.ticker())) {
                init(configuration, records);
            }
        });
        return 0;
    }

    private void init(Configuration configuration, Records records) {
        Path root = configuration.storage().volume();
        Volume volume = adopt
                ? Volume.adopt(root, label, session.wall().instant())
                : Volume.init(root, label, session.wall().instant());
        KnownVolume.write(configuration.data().directory(), volume.id());
        records.audit()
                .append(
                        new Daemon(session, configuration).actor(),
                        adopt ? AuditAction.VOLUME_ADOPTED : AuditAction.VOLUME_INITIALISED,
                        "volume:" + volume.id(),
                        Map.of("root", root.toString()));
        String done = adopt ? "cli.storage.adopted" : "cli.storage.initialised";
        session.terminal().out().println(session.texts().get(done, root, volume.id()));
    }
}

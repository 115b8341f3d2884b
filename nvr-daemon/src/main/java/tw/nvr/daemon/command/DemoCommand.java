package tw.nvr.daemon.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.problem.Texts;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.config.ConfigurationFile;
import tw.nvr.daemon.config.Size;
import tw.nvr.daemon.demo.DemoCameras;
import tw.nvr.daemon.service.DataLock;
import tw.nvr.daemon.service.RecorderService;
import tw.nvr.daemon.systemd.Logging;
import tw.nvr.daemon.systemd.ServiceManager;
import tw.nvr.storage.volume.Volume;
import tw.nvr.storage.volume.VolumeMark;

/** {@code nvr demo}: simulated cameras, recorded and shown, in the foreground until interrupted. */
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_CAMERAS = 16;

    /** A newcomer's disk may be nearly full, and a demonstration is short. */
    private static final Size RESERVE = Size.mebibytes(64);

    private final Session session;

    @SuppressWarnings("unused") // the parser acts on it
    @Mixin
    private HelpOption help;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "demo-data")
    private Path directory;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8787")
    private int port;

    @Option(names = "--cameras", paramLabel = "N", defaultValue = "2")
    private int count;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65535) {
            throw Problem.of(ProblemKind.USAGE, "usage-port", port).exception();
        }
        if (count < 1 || count > MOST_CAMERAS) {
            throw Problem.of(ProblemKind.USAGE, "usage-cameras", count, MOST_CAMERAS)
                    .exception();
        }
        Configuration configuration = configuration();
        Logging.start(
                session.terminal().err(),
                Level.INFO,
                configuration.zone(),
                session.terminal().environment());
        session.say("demo.starting", configuration.data().directory());
        prepare(configuration);
        DemoCameras cameras = new DemoCameras(session.wall(), session.ticker(), configuration.zone(), session.texts());
        try {
            run(configuration, cameras);
        } finally {
            cameras.close();
        }
        return 0;
    }

    private void run(Configuration configuration, DemoCameras cameras) throws InterruptedException {
        ServiceManager manager = ServiceManager.of(
                session.terminal().environment(), ProcessHandle.current().pid());
        RecorderService service = RecorderService.start(
                configuration,
                true,
                session.wall(),
                session.ticker(),
                manager,
                records -> cameras.start(records.cameras(), count));
        Texts texts = session.texts();
        String address = "http://127.0.0.1:" + service.port() + "/";
        session.terminal().out().println(texts.get("demo.ready", address));
        session.terminal().out().flush();
        session.say("demo.note");
        Foreground.until(
                () -> {
                    service.close();
                    cameras.close();
                },
                () -> session.say("run.stopping"));
    }

    private Configuration configuration() {
        Configuration defaults = Configuration.defaultsIn(directory).withReserve(RESERVE);
        Path file = defaults.data().directory().resolve(ConfigurationFile.NAME);
        Configuration read = Files.exists(file) ? ConfigurationFile.read(file, defaults) : defaults;
        session.configuredLanguage(read.language());
        return read.withPort(port);
    }

    /** Makes the directory and its volume where they are missing. */
    private void prepare(Configuration configuration) {
        Path volume = configuration.storage().volume();
        DataLock.holding(configuration.data().directory(), () -> {
            if (!Files.exists(volume.resolve(VolumeMark.FILE))) {
                Volume.init(
                        volume,
                        session.texts().get("demo.volume"),
                        session.wall().instant());
            }
        });
    }
}

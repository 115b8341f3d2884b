package tw.nvr.daemon.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.recorder.Recorder;
import tw.nvr.capture.recorder.RecorderSettings;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.Ticker;
import tw.nvr.core.viewing.LookId;
import tw.nvr.core.viewing.Looks;
import tw.nvr.daemon.clock.BoxClock;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.control.ControlAddress;
import tw.nvr.daemon.control.ControlCommands;
import tw.nvr.daemon.control.ControlServer;
import tw.nvr.daemon.health.RunningChecks;
import tw.nvr.daemon.systemd.ErrorMemory;
import tw.nvr.daemon.systemd.ServiceManager;
import tw.nvr.storage.Footage;
import tw.nvr.storage.FootageSettings;
import tw.nvr.storage.records.Records;
import tw.nvr.web.Console;
import tw.nvr.web.ConsolePorts;
import tw.nvr.web.ConsoleSettings;

/**
 * The running recorder: records, footage, capture, console, started in this order and stopped in reverse. Capture starts
 * before the console: pictures are kept from the first second, whether or not anybody can look at them yet.
 */
public final class RecorderService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecorderService.class);
    private static final Actor SELF = Actor.system("recorder");
    private static final Duration STOP_BUDGET = Duration.ofSeconds(20);
    private static final Duration CONSOLE_RETRY = Duration.ofSeconds(3);
    private static final Duration IDLE_LOOKS = Duration.ofMinutes(1);

    private final Configuration configuration;
    private final boolean demo;
    private final InstantSource wall;
    private final Ticker ticker;
    private final ServiceManager manager;
    private final Parts parts;
    private volatile ConsoleDoor door;
    private boolean closed;

    private RecorderService(
            Configuration configuration, boolean demo, InstantSource wall, Ticker ticker, ServiceManager manager) {
        this.configuration = configuration;
        this.demo = demo;
        this.wall = wall;
        this.ticker = ticker;
        this.manager = manager;
        this.parts = new Parts(ticker, STOP_BUDGET);
    }

    /**
     * Starts everything and returns when all of it runs.
     *
     * @param demo whether cameras on the box itself are as they should be
     * @param prepare called with the records before anything else uses them
     * @throws tw.nvr.core.problem.ProblemException what kept it from starting; what had started is stopped again
     */
    public static RecorderService start(
            Configuration configuration,
            boolean demo,
            InstantSource wall,
            Ticker ticker,
            ServiceManager manager,
            Consumer<Records> prepare) {
        RecorderService service = new RecorderService(configuration, demo, wall, ticker, manager);
        try {
            service.start(prepare);
            return service;
        } catch (RuntimeException e) {
            try {
                service.parts.close();
            } catch (IllegalStateException stopping) {
                e.addSuppressed(stopping);
            }
            throw e;
        }
    }

    /** The console's port; 0 while it could not be opened. */
    public int port() {
        return door.port();
    }

    private void start(Consumer<Records> prepare) {
        ErrorMemory errors = ErrorMemory.start();
        parts.add("error memory", errors::close);
        if (demo) {
            probePort(); // it exists to be looked at
        }
        Path data = configuration.data().directory();
        parts.add("lock", DataLock.take(data));
        Records records = parts.add("records", Records.open(data, wall, ticker));
        prepare.accept(records);
        records.audit().append(SELF, AuditAction.RECORDER_STARTED, "recorder", Map.of("demo", Boolean.toString(demo)));
        parts.add("farewell", () -> records.audit().append(SELF, AuditAction.RECORDER_STOPPED, "recorder", Map.of()));
        BoxClock clock = BoxClock.ofThisBox(wall, ticker);
        Footage footage = parts.add("footage", Footage.open(footageSettings(), wall, clock, ticker));
        footage.onDayClosed(parts.add("anchor", new JournalAnchor(records.audit()))::dayClosed);
        Looks looks = new Looks(records.audit(), wall, RecorderService::lookId);
        Recorder recorder = parts.add(
                "capture",
                new Recorder(
                        RecorderSettings.standard(data.resolve("markers")),
                        records.cameras(),
                        footage.sink(),
                        wall,
                        ticker,
                        looks::watchedLive));
        recorder.start();
        Vitals vitals = new Vitals(ticker, threads(records, footage, recorder), recorder::starving);
        RunningChecks checks = new RunningChecks(
                new RunningChecks.Ports(
                        records.cameras(),
                        recorder,
                        footage.library(),
                        footage,
                        records.audit(),
                        clock,
                        vitals::stuck,
                        this::consoleTrouble,
                        errors),
                new RunningChecks.Setting(
                        data, configuration.storage().reserve().bytes(), configuration.zone(), demo),
                wall,
                ticker);
        door = new ConsoleDoor(() -> Console.start(
                new ConsoleSettings(
                        configuration.console().bind().host(),
                        configuration.console().port(),
                        configuration.zone(),
                        configuration.institution(),
                        demo),
                new ConsolePorts(
                        records.cameras(),
                        recorder,
                        footage.library(),
                        footage,
                        records.audit(),
                        looks,
                        checks,
                        wall,
                        ticker)));
        parts.add("console", door);
        if (!door.open() && demo) {
            throw door.trouble().orElseThrow().exception();
        }
        parts.add("upkeep", new Upkeep()).every(CONSOLE_RETRY, door::open).every(IDLE_LOOKS, looks::closeIdle);
        ControlCommands commands = new ControlCommands(
                records.cameras(), recorder, footage, records.audit(), checks, configuration.zone());
        parts.add(
                "control socket",
                ControlServer.start(ControlAddress.of(configuration.data().run()), commands.handlers(), ticker));
        parts.add("watchdog", Watchdog.start(manager, vitals, () -> summary(recorder)));
        manager.ready(summary(recorder));
        LOG.info("recording; the console is {}", door.port() == 0 ? "not open" : "at port " + door.port());
    }

    private Optional<Problem> consoleTrouble() {
        ConsoleDoor d = door;
        return d == null ? Optional.empty() : d.trouble();
    }

    /** Stops everything; saying so twice changes nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            manager.stopping();
            parts.close();
        }
    }

    private FootageSettings footageSettings() {
        FootageSettings settings = FootageSettings.of(configuration.storage().volume(), configuration.zone())
                .withSegmentLength(configuration.storage().segment())
                .withReserve(configuration.storage().reserve().bytes())
                .withPool(FootageMemory.limitBytes());
        return KnownVolume.read(configuration.data().directory())
                .map(settings::withVolume)
                .orElse(settings);
    }

    private static Map<String, LongSupplier> threads(Records records, Footage footage, Recorder recorder) {
        Map<String, LongSupplier> out = new LinkedHashMap<>();
        out.put("capture", recorder::lastLoopNanos);
        out.put("disk", footage::lastDiskNanos);
        out.put("index", footage::lastIndexNanos);
        out.put("records", records::lastRecordsNanos);
        return out;
    }

    /**
     * Looks whether the console's port is free before anything is recorded: a demonstration without a console is of no use.
     */
    private void probePort() {
        int wanted = configuration.console().port();
        if (wanted == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(
                    InetAddress.getByName(configuration.console().bind().host()), wanted));
        } catch (IOException e) {
            throw Problem.of(
                            ProblemKind.UNAVAILABLE,
                            "port-in-use",
                            configuration.console().bind(),
                            wanted)
                    .exception(e);
        }
    }

    private static String summary(Recorder recorder) {
        long recording = recorder.statuses().stream()
                .filter(s -> s.state() == CameraState.RECORDING)
                .count();
        return recording + "/" + recorder.statuses().size() + " cameras recording";
    }

    private static LookId lookId() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return new LookId(HexFormat.of().formatHex(random));
    }
}

package tw.nvr.daemon.command;

import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.service.RecorderService;
import tw.nvr.daemon.systemd.Logging;
import tw.nvr.daemon.systemd.ServiceManager;

/** {@code nvr run}: the recorder, in the foreground, as the service manager starts it. */
@Command(name = "run")
final class RunCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    RunCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = place.existing(session);
        Logging.start(
                session.terminal().err(),
                Level.INFO,
                configuration.zone(),
                session.terminal().environment());
        ServiceManager manager = ServiceManager.of(
                session.terminal().environment(), ProcessHandle.current().pid());
        RecorderService service =
                RecorderService.start(configuration, false, session.wall(), session.ticker(), manager, records -> {});
        String address = "http://" + configuration.console().bind() + ":";
        if (service.port() == 0) {
            session.say("run.without-console", address + configuration.console().port() + "/");
        } else {
            session.say("run.ready", address + service.port() + "/");
        }
        Foreground.until(service, () -> session.say("run.stopping"));
        return 0;
    }
}

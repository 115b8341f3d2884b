package tw.nvr.daemon.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.config.Configuration;

/** {@code nvr camera remove}: ends recording from a camera for good; its footage stays. */
@Command(name = "remove")
final class CameraRemove implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "nvr.camera.id")
    private String id;

    CameraRemove(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!CameraId.isValid(id)) {
            throw Problem.of(ProblemKind.USAGE, "usage-camera-id", id).exception();
        }
        Configuration configuration = place.existing(session);
        Daemon daemon = new Daemon(session, configuration);
        daemon.change(
                "camera.remove",
                Map.of("id", id),
                records -> records.cameras().remove(new CameraId(id), daemon.actor()));
        session.say("camera.removed", id);
        return 0;
    }
}

package tw.nvr.daemon.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.control.CameraChange;
import tw.nvr.daemon.control.CameraMessage;

/** {@code nvr camera add}: registers a camera; a running recorder connects to it at once. */
@Command(name = "add")
final class CameraAdd implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "nvr.camera.id")
    private String id;

    @Option(names = "--name", required = true, paramLabel = "NAME")
    private String name;

    @Option(names = "--address", required = true, paramLabel = "URL")
    private String address;

    @Option(names = "--place", defaultValue = "", paramLabel = "TEXT")
    private String where;

    @Option(names = "--zone", defaultValue = "", paramLabel = "TEXT")
    private String zone;

    @Option(names = "--user", paramLabel = "USER")
    private String user;

    @Option(names = "--password-stdin")
    private boolean passwordStdin;

    @Option(names = "--source", defaultValue = "auto", paramLabel = "auto|rtsp|ffmpeg")
    private CameraSource source;

    @Option(names = "--transport", defaultValue = "auto", paramLabel = "auto|tcp|udp|http")
    private CameraTransport transport;

    @Option(names = "--allow-basic")
    private boolean basic;

    @Option(names = "--no-audio")
    private boolean silent;

    @Option(names = "--disabled")
    private boolean disabled;

    CameraAdd(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!CameraId.isValid(id)) {
            throw Problem.of(ProblemKind.USAGE, "usage-camera-id", id).exception();
        }
        if (name.isBlank()) {
            throw Problem.of(ProblemKind.USAGE, "usage-camera-name").exception();
        }
        StreamAddress to = StreamAddress.parse(address);
        CameraChange.requireFit(transport, to);
        Camera camera = new Camera(
                new CameraId(id),
                name.strip(),
                where.strip(),
                zone.strip(),
                to,
                Optional.ofNullable(user),
                source,
                transport,
                basic,
                !silent,
                !disabled,
                false);
        Configuration configuration = place.existing(session);
        Optional<char[]> password = password();
        try {
            Daemon daemon = new Daemon(session, configuration);
            daemon.change(
                    "camera.add",
                    CameraMessage.write(camera, password),
                    records -> records.cameras().add(camera, password, daemon.actor()));
        } finally {
            password.ifPresent(p -> Arrays.fill(p, '\0'));
        }
        session.say(
                "camera.added",
                camera.id(),
                camera.name(),
                camera.source().name().toLowerCase(Locale.ROOT));
        return 0;
    }

    private Optional<char[]> password() {
        if (user == null && passwordStdin) {
            throw Problem.of(ProblemKind.USAGE, "usage-password-without-user").exception();
        }
        return user == null ? Optional.empty() : Optional.of(PasswordInput.read(session, passwordStdin, user));
    }
}

package tw.nvr.daemon.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.control.CameraChange;

/** {@code nvr camera set}: changes a camera's record in place; what is not named stays. */
@Command(name = "set")
final class CameraSet implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "nvr.camera.id")
    private String id;

    @Option(names = "--name", paramLabel = "NAME")
    private String name;

    @Option(names = "--address", paramLabel = "URL")
    private String address;

    @Option(names = "--place", paramLabel = "TEXT")
    private String where;

    @Option(names = "--zone", paramLabel = "TEXT")
    private String zone;

    @Option(names = "--user", paramLabel = "USER")
    private String user;

    @Option(names = "--password-stdin")
    private boolean passwordStdin;

    @Option(names = "--source", paramLabel = "auto|rtsp|ffmpeg")
    private CameraSource source;

    @Option(names = "--transport", paramLabel = "auto|tcp|udp|http")
    private CameraTransport transport;

    @Option(names = "--basic", paramLabel = "yes|no")
    private YesNo basic;

    @Option(names = "--audio", paramLabel = "yes|no")
    private YesNo audio;

    @Option(names = "--enabled", paramLabel = "yes|no")
    private YesNo enabled;

    /** An answer on the command line. */
    enum YesNo {
        YES,
        NO
    }

    CameraSet(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!CameraId.isValid(id)) {
            throw Problem.of(ProblemKind.USAGE, "usage-camera-id", id).exception();
        }
        if (name != null && name.isBlank()) {
            throw Problem.of(ProblemKind.USAGE, "usage-camera-name").exception();
        }
        Map<String, Object> fields = fields();
        if (fields.isEmpty() && !passwordStdin) {
            throw Problem.of(ProblemKind.USAGE, "usage-nothing-to-set").exception();
        }
        Configuration configuration = place.existing(session);
        CameraChange change = new CameraChange(new CameraId(id), fields, password());
        try {
            Daemon daemon = new Daemon(session, configuration);
            daemon.change("camera.set", change.write(), records -> change.apply(records.cameras(), daemon.actor()));
        } finally {
            change.forget();
        }
        session.say("camera.set", id);
        return 0;
    }

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "name", name);
        put(fields, "place", where);
        put(fields, "zone", zone);
        put(fields, "user", user);
        put(
                fields,
                "address",
                address == null ? null : StreamAddress.parse(address).toString());
        put(fields, "source", source == null ? null : source.name().toLowerCase(Locale.ROOT));
        put(fields, "transport", transport == null ? null : transport.wireName());
        put(fields, "basicAllowed", basic);
        put(fields, "audio", audio);
        put(fields, "enabled", enabled);
        return fields;
    }

    private static void put(Map<String, Object> fields, String key, String value) {
        if (value != null) {
            fields.put(key, value.strip());
        }
    }

    private static void put(Map<String, Object> fields, String key, YesNo value) {
        if (value != null) {
            fields.put(key, value == YesNo.YES);
        }
    }

    /** Another user has another password; the present one's is asked for only where it comes on standard input. */
    private Optional<char[]> password() {
        boolean newUser = user != null && !user.isBlank();
        if (!newUser && !passwordStdin) {
            return Optional.empty();
        }
        return Optional.of(PasswordInput.read(session, passwordStdin, newUser ? user : id));
    }
}

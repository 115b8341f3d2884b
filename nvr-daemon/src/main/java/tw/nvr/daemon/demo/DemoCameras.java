package tw.nvr.daemon.demo;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.Ticker;

/**
 * The cameras of the demonstration: simulated in this process, with Digest passwords, and registered like any other. Kept
 * over a restart: the same cameras come back with the same passwords, and on the same ports where those are free.
 */
public final class DemoCameras implements AutoCloseable {
    private static final Actor SELF = Actor.system("demo");
    private static final String USER = "demo";

    private final InstantSource wall;
    private final Ticker ticker;
    private final ZoneId zone;
    private final Texts texts;
    private final List<SimulatedCamera> running = new ArrayList<>();

    public DemoCameras(InstantSource wall, Ticker ticker, ZoneId zone, Texts texts) {
        this.wall = wall;
        this.ticker = ticker;
        this.zone = zone;
        this.texts = texts;
    }

    /**
     * Starts the cameras of earlier times, and as many new ones as are missing.
     *
     * @param count how many there should be at least
     * @throws tw.nvr.core.problem.ProblemException {@code demo-real-data} when the register holds real cameras
     */
    public void start(CameraRegister register, int count) {
        List<Camera> known = register.cameras();
        if (known.stream().anyMatch(c -> !c.demo())) {
            throw Problem.of(ProblemKind.REFUSED, "demo-real-data").exception();
        }
        known.forEach(camera -> again(register, camera));
        for (int number = 1; running.size() < count; number++) {
            CameraId id = new CameraId("demo-" + number);
            boolean taken = known.stream().anyMatch(c -> c.id().equals(id))
                    || register.removed().stream().anyMatch(c -> c.id().equals(id));
            if (!taken) {
                add(register, id, number);
            }
        }
    }

    @Override
    public void close() {
        running.forEach(SimulatedCamera::close);
    }

    private void again(CameraRegister register, Camera camera) {
        char[] password = register.password(camera.id()).orElse(new char[0]);
        StreamAddress address = simulate(camera.id(), password, camera.address().port());
        Arrays.fill(password, '\0');
        if (!address.equals(camera.address())) {
            register.update(at(camera, address), SELF);
        }
    }

    private void add(CameraRegister register, CameraId id, int number) {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        char[] password = HexFormat.of().formatHex(random).toCharArray();
        StreamAddress address = simulate(id, password, 0);
        Camera camera = new Camera(
                id,
                texts.get("demo.camera", number),
                texts.get("demo.place"),
                "",
                address,
                Optional.of(USER),
                CameraSource.RTSP,
                false,
                true,
                true,
                true);
        register.add(camera, Optional.of(password), SELF);
        Arrays.fill(password, '\0');
    }

    /** Starts one camera, on the wanted port if it is free. */
    private StreamAddress simulate(CameraId id, char[] password, int port) {
        try {
            return start(id, password, port);
        } catch (ProblemException e) {
            if (port == 0 || !e.problem().key().equals("simulated-port")) {
                throw e;
            }
            return start(id, password, 0);
        }
    }

    private StreamAddress start(CameraId id, char[] password, int port) {
        SimulatedCamera.Builder builder = SimulatedCamera.builder(wall, ticker, zone)
                .label(id.value().toUpperCase(java.util.Locale.ROOT))
                .seed(id.value().hashCode())
                .tone(ClipFormat.Codec.AAC)
                .port(port);
        if (password.length > 0) {
            builder.credentials(USER, password);
        }
        SimulatedCamera camera = builder.start();
        running.add(camera);
        return camera.address();
    }

    private static Camera at(Camera c, StreamAddress address) {
        return new Camera(
                c.id(),
                c.name(),
                c.place(),
                c.zone(),
                address,
                c.user(),
                c.source(),
                c.transport(),
                c.basicAllowed(),
                c.audio(),
                c.enabled(),
                c.demo());
    }
}

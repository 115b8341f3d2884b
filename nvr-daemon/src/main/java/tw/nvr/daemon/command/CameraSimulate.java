package tw.nvr.daemon.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.simulated.Fault;
import tw.nvr.capture.simulated.Misbehaviour;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.config.Configuration;

/** {@code nvr camera simulate}: a real RTSP server that plays files, or a picture that it makes itself. */
@Command(name = "simulate")
final class CameraSimulate implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Parameters(arity = "0..*", paramLabel = "FILE", descriptionKey = "nvr.camera.simulate.files")
    private List<Path> files = List.of();

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1")
    private String bind;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8554")
    private int port;

    @Option(names = "--user", paramLabel = "USER")
    private String user;

    @Option(names = "--password-stdin")
    private boolean passwordStdin;

    @Option(names = "--speed", paramLabel = "TIMES", defaultValue = "1")
    private double speed;

    @Option(names = "--label", paramLabel = "TEXT", defaultValue = "SIMULATED")
    private String label;

    @Option(names = "--seed", paramLabel = "NUMBER", defaultValue = "1")
    private long seed;

    @Option(names = "--drop", paramLabel = "RATE", defaultValue = "0")
    private double drop;

    @Option(names = "--reorder", paramLabel = "RATE", defaultValue = "0")
    private double reorder;

    @Option(names = "--duplicate", paramLabel = "RATE", defaultValue = "0")
    private double duplicate;

    @Option(names = "--udp-only")
    private boolean udpOnly;

    @Option(names = "--tls")
    private boolean tls;

    @Option(names = "--stall-after", paramLabel = "SECONDS")
    private List<Integer> stallAfter = List.of();

    @Option(names = "--jump-after", paramLabel = "SECONDS")
    private List<Integer> jumpAfter = List.of();

    @Option(names = "--jump-by", paramLabel = "SECONDS", defaultValue = "60")
    private int jumpBy;

    @Option(names = "--new-sps-after", paramLabel = "SECONDS")
    private List<Integer> newSpsAfter = List.of();

    @Option(names = "--hang-up-after", paramLabel = "SECONDS")
    private List<Integer> hangUpAfter = List.of();

    @Option(names = "--no-key-frames")
    private boolean noKeyFrames;

    CameraSimulate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = place.configuration(session);
        SimulatedCamera camera = camera(configuration);
        for (int number = 1; number <= Math.max(1, files.size()); number++) {
            session.terminal().out().println(camera.address(number));
        }
        session.terminal().out().flush();
        session.say("simulate.ready", Math.max(1, files.size()));
        Foreground.until(camera, () -> session.say("simulate.stopping"));
        return 0;
    }

    private SimulatedCamera camera(Configuration configuration) {
        SimulatedCamera.Builder builder =
                SimulatedCamera.builder(session.wall(), session.ticker(), configuration.zone());
        try {
            builder.bind(InetAddress.getByName(bind)).speed(speed);
            builder.misbehaviour()
                    .dropRate(drop)
                    .reorderRate(reorder)
                    .duplicateRate(duplicate)
                    .udpOnly(udpOnly);
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw Problem.of(ProblemKind.USAGE, "usage-simulate", e.getMessage())
                    .exception(e);
        }
        if (port < 0 || port > 65535) {
            throw Problem.of(ProblemKind.USAGE, "usage-port", port).exception();
        }
        builder.port(port).label(label).seed(seed);
        if (tls) {
            builder.tls();
        }
        files.forEach(builder::clip);
        if (files.isEmpty()) {
            builder.tone(ClipFormat.Codec.AAC);
        }
        if (user != null) {
            builder.credentials(user, PasswordInput.read(session, passwordStdin, user));
        }
        misbehave(builder);
        return builder.start();
    }

    private void misbehave(SimulatedCamera.Builder builder) {
        if (noKeyFrames) {
            builder.misbehaviour().keyFrames(Misbehaviour.KeyFrames.NONE);
        }
        stallAfter.forEach(s -> builder.after(seconds(s), Fault.stall()));
        jumpAfter.forEach(s -> builder.after(seconds(s), Fault.jump(Duration.ofSeconds(jumpBy))));
        hangUpAfter.forEach(s -> builder.after(seconds(s), Fault.hangUp()));
        for (int s : newSpsAfter) {
            // Files go on with the next one, which has parameter sets of its own; a generated picture changes its size.
            builder.after(seconds(s), files.size() > 1 ? Fault.nextClip() : Fault.resize(640, 480));
        }
    }

    private static Duration seconds(int count) {
        if (count < 0) {
            throw negative(count);
        }
        return Duration.ofSeconds(count);
    }

    private static ProblemException negative(int count) {
        return Problem.of(ProblemKind.USAGE, "usage-simulate", count).exception();
    }
}

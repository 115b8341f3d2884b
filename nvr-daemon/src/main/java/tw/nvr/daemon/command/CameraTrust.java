package tw.nvr.daemon.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.config.Configuration;

/** {@code nvr camera trust}: says which TLS certificate a camera is known by from now on. */
@Command(name = "trust")
final class CameraTrust implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Place place;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "nvr.camera.id")
    private String id;

    @Option(names = "--fingerprint", paramLabel = "SHA256")
    private String fingerprint;

    CameraTrust(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!CameraId.isValid(id)) {
            throw Problem.of(ProblemKind.USAGE, "usage-camera-id", id).exception();
        }
        Optional<CameraCertificate> certificate = certificate();
        Configuration configuration = place.existing(session);
        Daemon daemon = new Daemon(session, configuration);
        Map<String, Object> request = new LinkedHashMap<>(Map.of("id", id));
        certificate.ifPresent(c -> request.put("certificate", c.value()));
        daemon.change(
                "camera.trust",
                request,
                records -> records.cameras().trust(new CameraId(id), certificate, daemon.actor()));
        session.say(certificate.isPresent() ? "camera.trusted" : "camera.trusted.next", id);
        return 0;
    }

    private Optional<CameraCertificate> certificate() {
        if (fingerprint == null) {
            return Optional.empty();
        }
        Optional<CameraCertificate> typed = CameraCertificate.fingerprint(fingerprint);
        if (typed.isEmpty()) {
            throw Problem.of(ProblemKind.USAGE, "usage-fingerprint").exception();
        }
        return typed;
    }
}

package tw.nvr.daemon.control;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * What is to change in a camera's record, by name; what is not named stays. Carried by the control socket. Immutable but
 * for {@link #forget}.
 *
 * @param camera whose record
 * @param fields new values as {@link CameraMessage} writes them; an empty {@code user} means that the camera asks for none
 * @param password empty to keep the one there is
 */
public record CameraChange(CameraId camera, Map<String, Object> fields, Optional<char[]> password) {
    public Map<String, Object> write() {
        Map<String, Object> out = new LinkedHashMap<>(fields);
        out.put("id", camera.value());
        password.ifPresent(p -> out.put("password", new String(p)));
        return out;
    }

    static CameraChange read(Map<String, Object> in) {
        Map<String, Object> fields = new LinkedHashMap<>(in);
        fields.keySet().retainAll(CameraMessage.FIELDS);
        return new CameraChange(new CameraId(CameraMessage.text(in, "id")), fields, CameraMessage.password(in));
    }

    /**
     * Changes the record and its password in one step.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code camera-unknown}, {@code usage-password-without-user}, or
     *     {@code usage-transport-weakens}
     */
    public void apply(CameraRegister register, Actor actor) {
        Camera before = register.find(camera)
                .orElseThrow(() -> Problem.of(ProblemKind.NOT_FOUND, "camera-unknown", camera)
                        .exception());
        Camera after = changed(before);
        if (password.isPresent() && after.user().isEmpty()) {
            throw Problem.of(ProblemKind.USAGE, "usage-password-without-user").exception();
        }
        register.update(after, password, actor);
    }

    private Camera changed(Camera c) {
        StreamAddress address = text("address").map(StreamAddress::parse).orElse(c.address());
        CameraTransport transport =
                text("transport").map(CameraTransport::ofWireName).orElse(c.transport());
        requireFit(transport, address);
        return new Camera(
                c.id(),
                text("name").orElse(c.name()),
                text("place").orElse(c.place()),
                text("zone").orElse(c.zone()),
                address,
                text("user").map(u -> Optional.of(u).filter(t -> !t.isEmpty())).orElse(c.user()),
                text("source")
                        .map(s -> CameraSource.valueOf(s.toUpperCase(Locale.ROOT)))
                        .orElse(c.source()),
                transport,
                flag("basicAllowed").orElse(c.basicAllowed()),
                flag("audio").orElse(c.audio()),
                flag("enabled").orElse(c.enabled()),
                c.demo());
    }

    /**
     * Refuses a transport that goes round the TLS which the address asks for.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code usage-transport-weakens}
     */
    public static void requireFit(CameraTransport transport, StreamAddress address) {
        if (!transport.fits(address)) {
            throw Problem.of(ProblemKind.USAGE, "usage-transport-weakens", transport.wireName())
                    .exception();
        }
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(fields.get(key)).map(String::valueOf);
    }

    private Optional<Boolean> flag(String key) {
        return Optional.ofNullable(fields.get(key)).map(Boolean.class::cast);
    }

    /** Wipes the password. */
    public void forget() {
        password.ifPresent(p -> Arrays.fill(p, '\0'));
    }
}

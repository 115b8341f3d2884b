package tw.nvr.storage.records;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;

/**
 * What the audit chain says about a camera's record. Stateless. Never the sign-in name, never the password, and of the
 * address only scheme, host and port: some makers put name and password into the path.
 */
final class CameraFacts {
    private CameraFacts() {}

    /** The facts of a camera that was added. */
    static Map<String, String> added(Camera camera, boolean withPassword) {
        Map<String, String> facts = new LinkedHashMap<>(facts(camera));
        facts.put("sign-in", camera.user().isPresent() ? "yes" : "no");
        facts.put("password", withPassword ? "kept" : "none");
        return facts;
    }

    /** What differs: the new value under its name, the old one under {@code <name>.was}; empty when nothing does. */
    static Map<String, String> changed(Camera before, Camera after) {
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, String> old = facts(before);
        facts(after).forEach((key, value) -> {
            if (!value.equals(old.get(key))) {
                facts.put(key, value);
                facts.put(key + ".was", old.getOrDefault(key, ""));
            }
        });
        if (!before.address().path().equals(after.address().path())) {
            facts.put("path", "changed");
        }
        if (!before.user().equals(after.user())) {
            facts.put("sign-in", "changed");
        }
        return facts;
    }

    /** The certificate that a camera is known by. */
    static String certificate(Optional<CameraCertificate> certificate) {
        return certificate.map(CameraCertificate::value).orElse("none");
    }

    private static Map<String, String> facts(Camera camera) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("name", camera.name());
        facts.put("place", camera.place());
        facts.put("zone", camera.zone());
        facts.put("address", camera.address().origin());
        facts.put("source", camera.source().name().toLowerCase(Locale.ROOT));
        facts.put("transport", camera.transport().wireName());
        facts.put("basic-allowed", yesNo(camera.basicAllowed()));
        facts.put("audio", yesNo(camera.audio()));
        facts.put("enabled", yesNo(camera.enabled()));
        facts.put("demo", yesNo(camera.demo()));
        return facts;
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }
}

package tw.nvr.daemon.control;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.camera.StreamAddress;

/** A camera's record as the control socket carries it, with its password when one is set. Stateless. */
public final class CameraMessage {
    /** What a person can change of a record. */
    static final Set<String> FIELDS = Set.of(
            "name", "place", "zone", "address", "user", "source", "transport", "basicAllowed", "audio", "enabled");

    private CameraMessage() {}

    public static Map<String, Object> write(Camera camera, Optional<char[]> password) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", camera.id().value());
        out.put("name", camera.name());
        out.put("place", camera.place());
        out.put("zone", camera.zone());
        out.put("address", camera.address().toString());
        camera.user().ifPresent(user -> out.put("user", user));
        out.put("source", camera.source().name().toLowerCase(Locale.ROOT));
        out.put("transport", camera.transport().wireName());
        out.put("basicAllowed", camera.basicAllowed());
        out.put("audio", camera.audio());
        out.put("enabled", camera.enabled());
        password.ifPresent(p -> out.put("password", new String(p)));
        return out;
    }

    /** @throws IllegalArgumentException when something is missing or wrong */
    static Camera camera(Map<String, Object> in) {
        return new Camera(
                new CameraId(text(in, "id")),
                text(in, "name"),
                text(in, "place"),
                text(in, "zone"),
                StreamAddress.parse(text(in, "address")),
                Optional.ofNullable(in.get("user")).map(String::valueOf),
                CameraSource.valueOf(text(in, "source").toUpperCase(Locale.ROOT)),
                CameraTransport.ofWireName(text(in, "transport")),
                flag(in, "basicAllowed"),
                flag(in, "audio"),
                flag(in, "enabled"),
                false);
    }

    static Optional<char[]> password(Map<String, Object> in) {
        return Optional.ofNullable(in.get("password"))
                .map(p -> String.valueOf(p).toCharArray());
    }

    static String text(Map<String, Object> in, String key) {
        if (in.get(key) instanceof String s) {
            return s;
        }
        throw new IllegalArgumentException("no " + key);
    }

    private static boolean flag(Map<String, Object> in, String key) {
        if (in.get(key) instanceof Boolean b) {
            return b;
        }
        throw new IllegalArgumentException("no " + key);
    }
}

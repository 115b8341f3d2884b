package tw.nvr.core.camera;

import java.util.Objects;
import java.util.Optional;

/**
 * A camera as the institution registered it. Immutable. The password is not part of it: it lies encrypted in the records
 * database and is asked for through {@link CameraRegister#password} when a connection is opened.
 *
 * @param id unchanging
 * @param name what people call it, for example 正門口; never blank
 * @param place where it hangs; may be empty
 * @param zone zone of the profile's list (S5); may be empty
 * @param address {@code rtsp://host[:port]/path}, never with user information
 * @param user sign-in name at the camera; empty when it asks for none
 * @param source which reader to use
 * @param transport how its stream comes to our own reader; never weaker than what the address asks for
 * @param basicAllowed whether the password may be sent with Basic authentication, readable on the wire
 * @param audio whether sound is recorded (K8)
 * @param enabled whether it is to be recorded (K1)
 * @param demo made by {@code nvr demo}; only such a camera may have an address on the box's own loopback
 */
public record Camera(
        CameraId id,
        String name,
        String place,
        String zone,
        StreamAddress address,
        Optional<String> user,
        CameraSource source,
        CameraTransport transport,
        boolean basicAllowed,
        boolean audio,
        boolean enabled,
        boolean demo) {
    public Camera {
        Objects.requireNonNull(id);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a camera needs a name");
        }
        Objects.requireNonNull(place);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(address);
        Objects.requireNonNull(user);
        Objects.requireNonNull(source);
        if (!transport.fits(address)) {
            throw new IllegalArgumentException(transport + " would weaken " + address.scheme());
        }
    }

    /** A camera whose stream comes as the camera likes best. */
    public Camera(
            CameraId id,
            String name,
            String place,
            String zone,
            StreamAddress address,
            Optional<String> user,
            CameraSource source,
            boolean basicAllowed,
            boolean audio,
            boolean enabled,
            boolean demo) {
        this(id, name, place, zone, address, user, source, CameraTransport.AUTO, basicAllowed, audio, enabled, demo);
    }

    public Camera withEnabled(boolean value) {
        return new Camera(id, name, place, zone, address, user, source, transport, basicAllowed, audio, value, demo);
    }
}

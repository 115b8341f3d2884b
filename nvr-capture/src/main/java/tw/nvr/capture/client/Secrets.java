package tw.nvr.capture.client;

import java.util.Optional;
import tw.nvr.core.camera.CameraCertificate;

/** What is kept about signing in to one camera. Asked on connect threads. */
@FunctionalInterface
public interface Secrets {
    /** The password; empty when none is kept. Whoever asks clears the array. */
    Optional<char[]> password();

    /** What the camera's TLS certificate is known by; empty while it is not known. */
    default Optional<CameraCertificate> certificate() {
        return Optional.empty();
    }

    /** The camera has played with that certificate, which is not the one it was known by. */
    default void certificateSeen(CameraCertificate certificate) {}
}

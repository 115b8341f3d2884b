package tw.nvr.core.camera;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tw.nvr.core.audit.Actor;

/**
 * The registered cameras, in {@code records.db}. Thread-safe. Every change commits together with its audit event
 * (invariant 7) and then tells the listeners; a listener runs on the caller's thread and must be quick.
 */
public interface CameraRegister {
    /** All cameras, by id. */
    List<Camera> cameras();

    Optional<Camera> find(CameraId id);

    /** The camera's password, decrypted; empty when none is kept. Never logged. The caller clears the array. */
    Optional<char[]> password(CameraId id);

    /**
     * Adds a camera.
     *
     * @param password empty for none; the caller clears the array
     * <p>A camera that was removed may be added again under its id; its footage goes on.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code camera-exists} when the id is registered
     */
    void add(Camera camera, Optional<char[]> password, Actor actor);

    /**
     * Changes a camera's record; the id and the password stay, but without a user no password is kept.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code camera-unknown}
     */
    default void update(Camera camera, Actor actor) {
        update(camera, Optional.empty(), actor);
    }

    /**
     * Changes a camera's record, and its password.
     *
     * @param password the new one; empty to keep what there is; the caller clears the array
     * @throws tw.nvr.core.problem.ProblemException {@code camera-unknown}
     */
    void update(Camera camera, Optional<char[]> password, Actor actor);

    /** The certificate that the camera is known by; empty while it never showed one over TLS, or after {@link #trust}. */
    Optional<CameraCertificate> certificate(CameraId id);

    /**
     * A person decides which certificate the camera is known by.
     *
     * @param certificate empty for the one that it shows at the next connection
     * @throws tw.nvr.core.problem.ProblemException {@code camera-unknown}
     */
    void trust(CameraId id, Optional<CameraCertificate> certificate, Actor actor);

    /**
     * Remembers the certificate that the camera played with. Calls no listener: nobody has to connect anew.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code camera-unknown}
     */
    void certificateSeen(CameraId id, CameraCertificate certificate, Actor actor);

    /**
     * Ends recording from a camera. Its footage and its name stay: retention decides about footage, never this.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code camera-unknown}
     */
    void remove(CameraId id, Actor actor);

    /** Removed cameras that may still have footage, by id. */
    List<Camera> removed();

    /** Calls back after every committed change of a record. */
    void onChange(Runnable listener);

    /** Calls back after a person changed what is no part of the record: the password, or the trusted certificate. */
    void onSecretChange(Consumer<CameraId> listener);
}

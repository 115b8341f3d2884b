package tw.nvr.core.camera;

import java.util.List;
import java.util.Optional;
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
     * Changes a camera's record; the id stays.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code camera-unknown}
     */
    void update(Camera camera, Actor actor);

    /**
     * Ends recording from a camera. Its footage and its name stay: retention decides about footage, never this.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code camera-unknown}
     */
    void remove(CameraId id, Actor actor);

    /** Removed cameras that may still have footage, by id. */
    List<Camera> removed();

    /** Calls back after every committed change. */
    void onChange(Runnable listener);
}

package tw.nvr.storage.records;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;

/**
 * The registered cameras in {@code records.db}. Thread-safe. Lists come from memory, which the only writer keeps: asking
 * for them never touches a disk, so that the capture thread may (invariant 9).
 */
final class StoredCameras implements CameraRegister {
    private final RecordsDatabase database;
    private final Writing writing;
    private final Optional<CameraPasswords> passwords;
    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<CameraId>> secretListeners = new CopyOnWriteArrayList<>();
    private volatile Lists lists;

    /** @param passwords empty where the database was opened for reading only */
    StoredCameras(RecordsDatabase database, Writing writing, Optional<CameraPasswords> passwords, InstantSource clock) {
        this.database = database;
        this.writing = writing;
        this.passwords = passwords;
        this.clock = clock;
        this.lists = database.read(Lists::read);
    }

    @Override
    public List<Camera> cameras() {
        return lists.registered;
    }

    @Override
    public Optional<Camera> find(CameraId id) {
        return lists.registered.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    @Override
    public List<Camera> removed() {
        return lists.removed;
    }

    @Override
    public Optional<char[]> password(CameraId id) {
        return passwords.orElseThrow(this::readOnly).password(id);
    }

    @Override
    public void add(Camera camera, Optional<char[]> password, Actor actor) {
        Optional<byte[]> box =
                password.map(p -> passwords.orElseThrow(this::readOnly).seal(camera.id(), p));
        change(h -> {
            if (CameraTable.registered(h, camera.id()).isPresent()) {
                throw Problem.of(ProblemKind.CONFLICT, "camera-exists", camera.id())
                        .exception();
            }
            Instant now = clock.instant();
            CameraTable.insert(h, camera, box, now);
            remember(h, now, actor, AuditAction.CAMERA_ADDED, camera, CameraFacts.added(camera, box.isPresent()));
            return Optional.of(Lists.read(h));
        });
    }

    /** {@inheritDoc} A record that is as before is no change: no event, no call of listeners. */
    @Override
    public void update(Camera camera, Optional<char[]> password, Actor actor) {
        Optional<byte[]> box =
                password.map(p -> passwords.orElseThrow(this::readOnly).seal(camera.id(), p));
        change(h -> {
            Camera before = registered(h, camera.id());
            boolean signsOut = camera.user().isEmpty()
                    && CameraTable.sealedPassword(h, camera.id()).isPresent();
            if (before.equals(camera) && box.isEmpty() && !signsOut) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            Map<String, String> facts = new LinkedHashMap<>(CameraFacts.changed(before, camera));
            CameraTable.update(h, camera, now);
            if (box.isPresent() || signsOut) {
                CameraTable.password(h, camera.id(), box);
                facts.put("password", box.isPresent() ? "changed" : "none");
            }
            remember(h, now, actor, AuditAction.CAMERA_CHANGED, camera, facts);
            return Optional.of(Lists.read(h));
        });
        if (box.isPresent()) {
            secretListeners.forEach(l -> l.accept(camera.id()));
        }
    }

    @Override
    public Optional<CameraCertificate> certificate(CameraId id) {
        return database.read(h -> CameraTable.certificate(h, id));
    }

    @Override
    public void trust(CameraId id, Optional<CameraCertificate> certificate, Actor actor) {
        writing.commit(h -> {
            certify(h, id, certificate, actor);
            return true;
        });
        secretListeners.forEach(l -> l.accept(id));
    }

    /** {@inheritDoc} The same one as before is no change and leaves no event. */
    @Override
    public void certificateSeen(CameraId id, CameraCertificate certificate, Actor actor) {
        if (!certificate(id).equals(Optional.of(certificate))) {
            writing.commit(h -> {
                certify(h, id, Optional.of(certificate), actor);
                return true;
            });
        }
    }

    private void certify(Handle h, CameraId id, Optional<CameraCertificate> certificate, Actor actor) {
        Camera camera = registered(h, id);
        Instant now = clock.instant();
        Map<String, String> facts = Map.of(
                "certificate", CameraFacts.certificate(certificate),
                "certificate.was", CameraFacts.certificate(CameraTable.certificate(h, id)));
        CameraTable.certificate(h, id, certificate, now);
        remember(h, now, actor, AuditAction.CAMERA_CHANGED, camera, facts);
    }

    @Override
    public void remove(CameraId id, Actor actor) {
        change(h -> {
            Camera before = registered(h, id);
            Instant now = clock.instant();
            CameraTable.remove(h, id, now);
            remember(h, now, actor, AuditAction.CAMERA_REMOVED, before, Map.of("name", before.name()));
            return Optional.of(Lists.read(h));
        });
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void onSecretChange(Consumer<CameraId> listener) {
        secretListeners.add(listener);
    }

    /** The change, its event and the lists after it in one transaction; what others see follows the commit. */
    private void change(RecordsWriter.Change<Optional<Lists>> change) {
        Optional<Lists> after = writing.commit(change);
        if (after.isPresent()) {
            publish(after.get());
            listeners.forEach(Runnable::run);
        }
    }

    /** Two callers may come back from their commits in either order: the later lists win. */
    private synchronized void publish(Lists after) {
        if (after.changes > lists.changes) {
            lists = after;
        }
    }

    private static void remember(
            Handle h, Instant now, Actor actor, AuditAction action, Camera camera, Map<String, String> facts) {
        AuditTable.append(h, now, actor, action, "camera:" + camera.id(), facts);
    }

    private static Camera registered(Handle h, CameraId id) {
        return CameraTable.registered(h, id)
                .orElseThrow(() ->
                        Problem.of(ProblemKind.NOT_FOUND, "camera-unknown", id).exception());
    }

    private ProblemException readOnly() {
        return Records.readOnly(database);
    }

    /**
     * What the table holds.
     *
     * @param changes number of the audit event that came with it: larger is later
     */
    private record Lists(List<Camera> registered, List<Camera> removed, long changes) {
        static Lists read(Handle h) {
            return new Lists(CameraTable.list(h, false), CameraTable.list(h, true), AuditTable.largestEver(h));
        }
    }
}

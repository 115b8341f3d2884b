package tw.nvr.capture.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.StreamAddress;

/** A register in memory, written by hand for tests. Thread-safe. */
final class Cameras implements CameraRegister {
    private final Map<CameraId, Camera> cameras = new TreeMap<>();
    private final Map<CameraId, String> passwords = new TreeMap<>();
    private final Map<CameraId, CameraCertificate> certificates = new TreeMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private final List<Consumer<CameraId>> secretListeners = new CopyOnWriteArrayList<>();

    static Camera camera(String id, StreamAddress address) {
        return new Camera(
                new CameraId(id), id, "", "", address, Optional.empty(), CameraSource.RTSP, false, true, true, true);
    }

    static Camera withUser(Camera c, String user) {
        return new Camera(
                c.id(),
                c.name(),
                c.place(),
                c.zone(),
                c.address(),
                Optional.of(user),
                c.source(),
                c.transport(),
                c.basicAllowed(),
                c.audio(),
                c.enabled(),
                c.demo());
    }

    static Camera withSource(Camera c, CameraSource source) {
        return new Camera(
                c.id(),
                c.name(),
                c.place(),
                c.zone(),
                c.address(),
                c.user(),
                source,
                c.transport(),
                c.basicAllowed(),
                c.audio(),
                c.enabled(),
                c.demo());
    }

    static Camera withName(Camera c, String name) {
        return new Camera(
                c.id(),
                name,
                c.place(),
                c.zone(),
                c.address(),
                c.user(),
                c.source(),
                c.transport(),
                c.basicAllowed(),
                c.audio(),
                c.enabled(),
                c.demo());
    }

    Cameras and(Camera camera) {
        change(() -> cameras.put(camera.id(), camera));
        return this;
    }

    Cameras and(Camera camera, String password) {
        synchronized (this) {
            passwords.put(camera.id(), password);
        }
        return and(camera);
    }

    void without(CameraId id) {
        change(() -> cameras.remove(id));
    }

    private void change(Runnable what) {
        List<Runnable> told;
        synchronized (this) {
            what.run();
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    @Override
    public synchronized List<Camera> cameras() {
        return List.copyOf(cameras.values());
    }

    @Override
    public synchronized Optional<Camera> find(CameraId id) {
        return Optional.ofNullable(cameras.get(id));
    }

    @Override
    public synchronized Optional<char[]> password(CameraId id) {
        return Optional.ofNullable(passwords.get(id)).map(String::toCharArray);
    }

    @Override
    public void add(Camera camera, Optional<char[]> password, Actor actor) {
        and(camera);
    }

    @Override
    public void update(Camera camera, Optional<char[]> password, Actor actor) {
        synchronized (this) {
            password.ifPresent(p -> passwords.put(camera.id(), new String(p)));
        }
        and(camera);
        if (password.isPresent()) {
            secretListeners.forEach(l -> l.accept(camera.id()));
        }
    }

    @Override
    public synchronized Optional<CameraCertificate> certificate(CameraId id) {
        return Optional.ofNullable(certificates.get(id));
    }

    @Override
    public void trust(CameraId id, Optional<CameraCertificate> certificate, Actor actor) {
        synchronized (this) {
            certificates.remove(id);
            certificate.ifPresent(c -> certificates.put(id, c));
        }
        secretListeners.forEach(l -> l.accept(id));
    }

    @Override
    public synchronized void certificateSeen(CameraId id, CameraCertificate certificate, Actor actor) {
        certificates.put(id, certificate);
    }

    @Override
    public void remove(CameraId id, Actor actor) {
        without(id);
    }

    @Override
    public List<Camera> removed() {
        return List.of();
    }

    @Override
    public synchronized void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void onSecretChange(Consumer<CameraId> listener) {
        secretListeners.add(listener);
    }
}

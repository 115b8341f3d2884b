package tw.nvr.web.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.StreamAddress;

/** Cameras that a test registered. Thread-safe. */
public final class CamerasInMemory implements CameraRegister {
    private final List<Camera> cameras = new CopyOnWriteArrayList<>();
    private final List<Camera> removed = new CopyOnWriteArrayList<>();

    /** Registers a camera of which only id and name matter. */
    public CameraId add(String id, String name) {
        Camera camera = new Camera(
                new CameraId(id),
                name,
                "",
                "",
                StreamAddress.parse("rtsp://192.0.2.1/1"),
                Optional.empty(),
                CameraSource.AUTO,
                false,
                true,
                true,
                false);
        cameras.add(camera);
        return camera.id();
    }

    @Override
    public List<Camera> cameras() {
        return List.copyOf(cameras);
    }

    @Override
    public Optional<Camera> find(CameraId id) {
        return cameras.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    @Override
    public Optional<char[]> password(CameraId id) {
        return Optional.empty();
    }

    @Override
    public void add(Camera camera, Optional<char[]> password, Actor actor) {
        cameras.add(camera);
    }

    @Override
    public void update(Camera camera, Optional<char[]> password, Actor actor) {
        cameras.replaceAll(c -> c.id().equals(camera.id()) ? camera : c);
    }

    @Override
    public Optional<CameraCertificate> certificate(CameraId id) {
        return Optional.empty();
    }

    @Override
    public void trust(CameraId id, Optional<CameraCertificate> certificate, Actor actor) {
        throw new UnsupportedOperationException("the console trusts nobody");
    }

    @Override
    public void certificateSeen(CameraId id, CameraCertificate certificate, Actor actor) {
        throw new UnsupportedOperationException("the console sees no certificates");
    }

    @Override
    public void remove(CameraId id, Actor actor) {
        List<Camera> gone = new ArrayList<>(cameras);
        gone.removeIf(c -> !c.id().equals(id));
        removed.addAll(gone);
        cameras.removeAll(gone);
    }

    @Override
    public List<Camera> removed() {
        return List.copyOf(removed);
    }

    @Override
    public void onChange(Runnable listener) {
        throw new UnsupportedOperationException("the console does not listen for changes");
    }

    @Override
    public void onSecretChange(Consumer<CameraId> listener) {
        throw new UnsupportedOperationException("the console does not listen for changes");
    }
}

package tw.nvr.capture.recorder;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import tw.nvr.capture.client.AuthMemory;
import tw.nvr.capture.client.RtspSource;
import tw.nvr.capture.client.Secrets;
import tw.nvr.capture.ffmpeg.AudioThread;
import tw.nvr.capture.ffmpeg.CrashMarkers;
import tw.nvr.capture.ffmpeg.FfmpegSource;
import tw.nvr.capture.source.PacketSource;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.time.Ticker;

/**
 * Makes the sources that read real cameras, and owns what they share: the read buffer of the capture thread, the thread
 * {@code audio}, the marks against native crashes. Thread-safe.
 */
final class CameraSources implements SourceFactory {
    private final Path markerFolder;
    private final CameraRegister cameras;
    private final InstantSource wall;
    private final Ticker ticker;
    private final ByteBuffer shared = ByteBuffer.allocateDirect(RtspSource.SHARED_BYTES);
    private final AudioThread audio = new AudioThread();
    private CrashMarkers markers;

    CameraSources(Path markerFolder, CameraRegister cameras, InstantSource wall, Ticker ticker) {
        this.markerFolder = markerFolder;
        this.cameras = cameras;
        this.wall = wall;
        this.ticker = ticker;
    }

    @Override
    public PacketSource source(Camera camera, Reader reader, AuthMemory memory) {
        return switch (reader) {
            case RTSP -> new RtspSource(camera, secrets(camera.id()), memory, shared, audio, ticker);
            case FFMPEG -> ffmpeg(camera);
        };
    }

    private Secrets secrets(CameraId id) {
        return new Secrets() {
            @Override
            public Optional<char[]> password() {
                return cameras.password(id);
            }

            @Override
            public Optional<CameraCertificate> certificate() {
                return cameras.certificate(id);
            }

            @Override
            public void certificateSeen(CameraCertificate certificate) {
                cameras.certificateSeen(id, certificate, Actor.system("capture"));
            }
        };
    }

    private PacketSource ffmpeg(Camera camera) {
        Optional<char[]> password = cameras.password(camera.id());
        try {
            return new FfmpegSource(
                    camera.id(), camera.address(), camera.user(), password, camera.audio(), markers(), audio);
        } finally {
            password.ifPresent(p -> Arrays.fill(p, '\0'));
        }
    }

    /** Made when first needed: most installations never use ffmpeg as a reader. */
    private synchronized CrashMarkers markers() {
        if (markers == null) {
            markers = CrashMarkers.in(markerFolder, wall);
        }
        return markers;
    }

    @Override
    public synchronized void close() {
        if (markers != null) {
            markers.close();
        }
        audio.close();
    }
}

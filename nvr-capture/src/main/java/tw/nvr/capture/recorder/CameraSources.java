package tw.nvr.capture.recorder;

import java.time.InstantSource;
import tw.nvr.capture.source.AuthMemory;
import tw.nvr.capture.source.PacketSource;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.time.Ticker;

/** Makes the sources that read real cameras. */
final class CameraSources implements SourceFactory {
    CameraSources(RecorderSettings settings, CameraRegister cameras, InstantSource wall, Ticker ticker) {}

    @Override
    public PacketSource source(Camera camera, Reader reader, AuthMemory memory) {
        throw new UnsupportedOperationException("the readers are still being built");
    }
}

package tw.nvr.capture.recorder;

import tw.nvr.capture.client.AuthMemory;
import tw.nvr.capture.source.PacketSource;
import tw.nvr.core.camera.Camera;

/** Makes the source for one attempt to connect. Called on connect threads. */
interface SourceFactory extends AutoCloseable {
    /**
     * Makes one; {@link PacketSource#open} connects.
     *
     * @param reader which of the two readers; never {@link tw.nvr.core.camera.CameraSource#AUTO}
     * @param memory what is remembered of the camera between attempts
     */
    PacketSource source(Camera camera, Reader reader, AuthMemory memory);

    /** Gives back what the sources share; called when none is left. */
    @Override
    void close();

    /** What reads a camera. */
    enum Reader {
        RTSP,
        FFMPEG
    }
}

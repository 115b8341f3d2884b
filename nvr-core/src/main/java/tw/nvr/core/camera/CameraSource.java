package tw.nvr.core.camera;

/** Which reader fetches a camera's stream. */
public enum CameraSource {
    /** Our own RTSP client first; ffmpeg where ours says that it cannot and the address asks for no TLS. */
    AUTO,
    /** Our own RTSP client only. */
    RTSP,
    /** ffmpeg, the reader of last resort for odd cameras. It checks no certificate. */
    FFMPEG
}

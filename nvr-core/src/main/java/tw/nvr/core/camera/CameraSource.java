package tw.nvr.core.camera;

/** Which reader fetches a camera's stream. */
public enum CameraSource {
    /** Our own RTSP client first; ffmpeg where ours says that it cannot. */
    AUTO,
    /** Our own RTSP client only. */
    RTSP,
    /** ffmpeg, the reader of last resort: H.265, RTP over UDP, odd cameras. */
    FFMPEG
}

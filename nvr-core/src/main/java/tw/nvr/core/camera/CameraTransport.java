package tw.nvr.core.camera;

import java.util.Locale;

/** How a camera's stream comes to our own RTSP client (RFC 2326 10.12, 12.39). */
public enum CameraTransport {
    /** Over the RTSP connection; over UDP where the camera says that it cannot, and the address asks for no TLS. */
    AUTO,
    /** Over the RTSP connection only. */
    TCP,
    /** As datagrams only. They are readable on the network, whatever the RTSP connection is. */
    UDP,
    /** Through HTTP: a GET and a POST request to the address's host and port. */
    HTTP;

    /** Whether it keeps what the address asks for: an {@code rtsps} address wants everything through TLS. */
    public boolean fits(StreamAddress address) {
        return this != UDP || !address.tls();
    }

    /** Lower case, as in commands and in {@code records.db}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CameraTransport ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}

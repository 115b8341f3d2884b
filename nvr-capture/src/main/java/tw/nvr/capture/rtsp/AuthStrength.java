package tw.nvr.capture.rtsp;

/**
 * How well a camera's way of asking for the password protects it, weakest first. What a camera once asked for is
 * remembered, and it is never given less: otherwise whoever sits on the wire could ask for the password in the clear.
 */
public enum AuthStrength {
    /** The camera asked for nothing. */
    NONE,
    /** RFC 7617: the password is readable on the wire. */
    BASIC,
    /** Digest with MD5 (RFC 2069, 2617, 7616). */
    MD5,
    /** Digest with SHA-256 (RFC 7616). */
    SHA_256;

    public boolean weakerThan(AuthStrength other) {
        return compareTo(other) < 0;
    }
}

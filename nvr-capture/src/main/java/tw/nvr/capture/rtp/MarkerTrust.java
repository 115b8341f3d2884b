package tw.nvr.capture.rtp;

/**
 * Learns whether a camera's marker bit tells the end of an access unit (RFC 6184 5.1). It is believed only after it has
 * proved true for some units and key frames in a row, and never again after one lie: cameras exist that set it on every
 * packet, or on every slice. Capture thread only.
 */
final class MarkerTrust {
    private static final int UNITS = 8;
    private static final int KEYS = 2;

    private boolean lies;
    private int units;
    private int keys;

    /** Whether a unit may be ended at once by a marker, without waiting for what follows. */
    boolean trusted() {
        return !lies && units >= UNITS && keys >= KEYS;
    }

    /** The unit went on behind a marker. */
    void lied() {
        lies = true;
    }

    /** A unit has ended without loss. */
    void unitEnded(boolean markerSeen, boolean key) {
        units = markerSeen ? units + 1 : 0;
        keys = markerSeen ? keys + (key ? 1 : 0) : 0;
    }
}

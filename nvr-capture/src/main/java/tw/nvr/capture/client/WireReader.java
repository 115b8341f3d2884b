package tw.nvr.capture.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import tw.nvr.capture.rtp.Interleaved;
import tw.nvr.capture.source.SourceException;

/**
 * Packets and messages as they arrive interleaved on a wire (RFC 2326 10.12): read into the buffer that all cameras share,
 * and handed out from there. For the capture thread.
 */
final class WireReader {
    /** One camera that floods us must not keep the others waiting. */
    private static final int MOST_READS = 16;

    private final Wire wire;
    private final Interleaved interleaved;
    private final ByteBuffer shared;
    private byte[] early;
    private boolean ended;

    /**
     * @param early what came behind the last answer before the capture thread took over
     * @param shared used by all cameras, and between two readings by none
     */
    WireReader(Wire wire, Interleaved interleaved, byte[] early, ByteBuffer shared) {
        this.wire = wire;
        this.interleaved = interleaved;
        this.early = early;
        this.shared = shared;
    }

    /**
     * Hands out what has arrived.
     *
     * @return how many bytes that were
     */
    int read(Interleaved.Receiver receiver) throws IOException, SourceException {
        int total = early.length > 0 ? takeEarly(receiver) : 0;
        for (int i = 0; i < MOST_READS; i++) {
            interleaved.begin(shared);
            int n = wire.receive(shared);
            if (n <= 0) {
                ended |= n < 0;
                break;
            }
            interleaved.parse(shared, receiver);
            total += n;
            if (wire.dry()) {
                break;
            }
        }
        return total;
    }

    private int takeEarly(Interleaved.Receiver receiver) throws SourceException {
        int n = early.length;
        shared.clear().put(early);
        early = new byte[0];
        interleaved.parse(shared, receiver);
        return n;
    }

    /** Whether the camera has ended the connection; everything that came before was handed out. */
    boolean ended() {
        return ended;
    }
}

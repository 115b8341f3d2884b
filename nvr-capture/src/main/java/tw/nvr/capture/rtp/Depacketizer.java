package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.source.SourceException;
import tw.nvr.capture.source.StreamSink;

/** Makes access units out of the packets of one track. Capture thread only; allocates nothing per packet. */
public interface Depacketizer {
    /**
     * Takes the next packet, in the order of sequence numbers.
     *
     * @param buf holds the payload; neither kept nor changed
     * @param offset absolute index of the payload
     * @param length bytes of payload, 0 or more
     * @param ticks timestamp, unwrapped, in ticks of the track's RTP clock
     * @param marker the marker bit
     * @param lost whether packets are missing right before this one
     * @throws SourceException when this track can never be read by this reader
     */
    void packet(ByteBuffer buf, int offset, int length, long ticks, boolean marker, boolean lost, StreamSink sink)
            throws SourceException;

    /** The connection has ended: hands over the last unit if it is known to be whole, and forgets it otherwise. */
    void end(StreamSink sink);

    /** Units that arrived incomplete so far, whether handed over as damaged or dropped. */
    long damagedUnits();

    /** Turns this track's ticks into the sink's: 90 kHz for video, the stored sample rate for sound. */
    long sinkTicks(long rtpTicks);
}

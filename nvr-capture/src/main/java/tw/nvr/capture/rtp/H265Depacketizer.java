package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.source.SourceException;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;

/**
 * Takes H.265 out of RTP (RFC 7798): single NAL units, aggregation packets and fragmentation units, in decoding order. A
 * camera that sends them in another order says so in its description (sprop-max-don-diff) and is refused there. Capture
 * thread only.
 */
public final class H265Depacketizer extends NalDepacketizer {
    private static final int HEADER_BYTES = 2;
    private static final int AGGREGATION = 48;
    private static final int FRAGMENTATION = 49;
    private static final int PACI = 50;

    /**
     * Made anew for every connection.
     *
     * @param clockRate of the rtpmap; 90 000 with every sane camera
     * @param parameterSets NAL units of the SDP (sprop-vps, sprop-sps, sprop-pps); may be wrong, empty or garbage
     * @param sound what is recorded with it, for {@link StreamSink#format}
     */
    public H265Depacketizer(int clockRate, List<byte[]> parameterSets, SoundFormat sound) {
        super(clockRate, new H265Syntax(), new H265ParameterSets(), parameterSets, sound);
    }

    /** The same with sound whose format is known, or without. */
    public H265Depacketizer(int clockRate, List<byte[]> parameterSets, Optional<AudioFormat> audio) {
        this(clockRate, parameterSets, new SoundFormat(audio));
    }

    @Override
    void payload(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) throws SourceException {
        int header = length < HEADER_BYTES ? 0 : buf.getShort(offset) & 0xffff;
        int type = header >> 9 & 0x3f;
        if (header == 0) {
            // nuh_temporal_id_plus1 is never 0 (H.265 7.4.2.2): this is a start code, or nothing
            startCodes(buf, offset, length, ticks, sink);
        } else if (type < AGGREGATION) {
            single(buf, offset, length, ticks, sink);
        } else if (type == AGGREGATION) {
            aggregate(buf, offset + HEADER_BYTES, offset + length, ticks, sink);
        } else if (type == FRAGMENTATION && length > HEADER_BYTES) {
            int flags = buf.get(offset + HEADER_BYTES);
            int whole = header & 0x81ff | (flags & 0x3f) << 9;
            fragment(whole, flags, buf, offset + HEADER_BYTES + 1, length - HEADER_BYTES - 1, ticks, sink);
        } else if (type == PACI) {
            refuse("rtp-paci", type);
        } else {
            unreadable();
        }
    }
}

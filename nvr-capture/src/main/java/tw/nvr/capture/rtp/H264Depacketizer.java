package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.source.SourceException;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;

/**
 * Takes H.264 out of RTP (RFC 6184): single NAL units, STAP-A and FU-A, that is packetization modes 0 and 1. Capture
 * thread only.
 */
public final class H264Depacketizer extends NalDepacketizer {
    private static final int STAP_A = 24;
    private static final int STAP_B = 25;
    private static final int FU_A = 28;
    private static final int FU_B = 29;

    /**
     * Made anew for every connection.
     *
     * @param clockRate of the rtpmap; 90 000 with every sane camera
     * @param parameterSets NAL units of the SDP (sprop-parameter-sets); may be wrong, empty or garbage
     * @param sound what is recorded with it, for {@link StreamSink#format}
     */
    public H264Depacketizer(int clockRate, List<byte[]> parameterSets, SoundFormat sound) {
        super(clockRate, new H264Syntax(), new H264ParameterSets(), parameterSets, sound);
    }

    /** The same with sound whose format is known, or without. */
    public H264Depacketizer(int clockRate, List<byte[]> parameterSets, Optional<AudioFormat> audio) {
        this(clockRate, parameterSets, new SoundFormat(audio));
    }

    @Override
    void payload(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) throws SourceException {
        int header = buf.get(offset) & 0xff;
        int type = header & 0x1f;
        if (type >= 1 && type < STAP_A) {
            single(buf, offset, length, ticks, sink);
        } else if (type == STAP_A) {
            aggregate(buf, offset + 1, offset + length, ticks, sink);
        } else if (type == FU_A && length < 2) {
            unreadable();
        } else if (type == FU_A) {
            int flags = buf.get(offset + 1);
            fragment(header & 0xe0 | flags & 0x1f, flags, buf, offset + 2, length - 2, ticks, sink);
        } else if (type >= STAP_B && type <= FU_B) {
            // STAP-B, MTAP16, MTAP24, FU-B: only the interleaved mode has them, which asks for a reordering buffer.
            refuse("rtp-interleaved-mode", type);
        } else {
            startCodes(buf, offset, length, ticks, sink);
        }
    }
}

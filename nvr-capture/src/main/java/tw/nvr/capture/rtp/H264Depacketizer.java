package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.codec.AnnexB;
import tw.nvr.capture.codec.H264;
import tw.nvr.capture.source.SourceException;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.VideoFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Takes H.264 out of RTP (RFC 6184): single NAL units, STAP-A and FU-A, that is packetization modes 0 and 1. Capture
 * thread only. What becomes of the NAL units, {@link H264Units} decides.
 */
public final class H264Depacketizer implements Depacketizer {
    /** Largest access unit, and so largest NAL unit, in bytes; what is larger is dropped as lost. */
    public static final int MAX_UNIT_BYTES = 8 * 1024 * 1024;

    private static final int STAP_A = 24;
    private static final int STAP_B = 25;
    private static final int FU_A = 28;
    private static final int FU_B = 29;

    /** So many packets of the interleaved mode without one unit in between mean that the camera sends nothing else. */
    private static final int REFUSED_LIMIT = 32;

    private final int clockRate;
    private final H264ParameterSets sets = new H264ParameterSets();
    private final H264Units units;
    private long refusedPackets;
    private int refusedInARow;
    private long unitsAtRefusal;

    /**
     * Made anew for every connection.
     *
     * @param clockRate of the rtpmap; 90 000 with every sane camera
     * @param parameterSets NAL units of the SDP (sprop-parameter-sets); may be wrong, empty or garbage
     * @param audio the sound that is recorded with it, for {@link StreamSink#format}
     */
    public H264Depacketizer(int clockRate, List<byte[]> parameterSets, Optional<AudioFormat> audio) {
        this.clockRate = clockRate;
        this.units = new H264Units(audio, sets);
        for (byte[] set : parameterSets) {
            int type = set.length == 0 ? 0 : set[0] & 0x1f;
            if (type == H264.NAL_SPS || type == H264.NAL_PPS) {
                sets.put(set, set.length);
            }
        }
    }

    @Override
    public void packet(
            ByteBuffer buf, int offset, int length, long ticks, boolean marker, boolean lost, StreamSink sink)
            throws SourceException {
        if (lost) {
            units.lost(sink);
        }
        if (length > 0) {
            payload(buf, offset, length, sinkTicks(ticks), sink);
        }
        if (marker) {
            units.marker(sink);
        }
    }

    private void payload(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) throws SourceException {
        int header = buf.get(offset) & 0xff;
        int type = header & 0x1f;
        if (type >= 1 && type < STAP_A) {
            single(buf, offset, length, ticks, sink);
        } else if (type == STAP_A) {
            aggregate(buf, offset + 1, offset + length, ticks, sink);
        } else if (type == FU_A) {
            fragment(buf, offset, length, ticks, sink);
        } else if (type >= STAP_B && type <= FU_B) {
            refuse(type);
        } else {
            startCodes(buf, offset, length, ticks, sink);
        }
    }

    private void single(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) {
        units.beginNal(buf.get(offset), buf, offset + 1, length - 1, ticks, sink);
        units.append(buf, offset + 1, length - 1, sink);
        units.finishNal();
    }

    /** RFC 6184 5.7.1. */
    private void aggregate(ByteBuffer buf, int from, int end, long ticks, StreamSink sink) {
        int p = from;
        while (p + 2 < end) {
            int size = buf.getShort(p) & 0xffff;
            p += 2;
            if (size == 0 || p + size > end) {
                units.damage();
                return;
            }
            single(buf, p, size, ticks, sink);
            p += size;
        }
    }

    /** RFC 6184 5.8. */
    private void fragment(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) {
        if (length < 2) {
            units.damage();
            return;
        }
        int flags = buf.get(offset + 1);
        boolean start = (flags & 0x80) != 0;
        if (start) {
            int header = buf.get(offset) & 0xe0 | flags & 0x1f;
            units.beginNal(header, buf, offset + 2, length - 2, ticks, sink);
        } else if (!units.continueNal()) {
            return;
        }
        units.append(buf, offset + 2, length - 2, sink);
        if ((flags & 0x40) != 0) {
            units.finishNal();
        }
    }

    /** Some cheap encoders leave the start code before the NAL unit, which then looks like type 0. */
    private void startCodes(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) {
        ByteBuffer stream = buf.duplicate().limit(offset + length).position(offset);
        if (AnnexB.isByteStream(stream)) {
            AnnexB.split(stream, (b, at, size) -> single(b, at, size, ticks, sink));
        } else {
            refusedPackets++;
            units.damage();
        }
    }

    /** STAP-B, MTAP16, MTAP24, FU-B: only the interleaved mode has them, which asks for a reordering buffer. */
    private void refuse(int type) throws SourceException {
        refusedPackets++;
        units.damage();
        refusedInARow = units.handedOver() == unitsAtRefusal ? refusedInARow + 1 : 1;
        unitsAtRefusal = units.handedOver();
        if (refusedInARow >= REFUSED_LIMIT) {
            throw new SourceException(
                    GapCause.STREAM_DAMAGED,
                    true,
                    Problem.of(ProblemKind.UNAVAILABLE, "rtp-interleaved-mode", type),
                    null);
        }
    }

    @Override
    public void end(StreamSink sink) {
        units.end(sink);
    }

    @Override
    public long damagedUnits() {
        return units.damagedUnits();
    }

    /** Packets of kinds that are not read. */
    public long refusedPackets() {
        return refusedPackets;
    }

    /** Parameter sets that could not be understood. */
    public long refusedParameterSets() {
        return sets.refused();
    }

    @Override
    public long sinkTicks(long rtpTicks) {
        return TimestampUnwrapper.scale(rtpTicks, clockRate, VideoFormat.TIMESCALE);
    }
}

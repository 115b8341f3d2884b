package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.util.List;
import tw.nvr.capture.codec.AnnexB;
import tw.nvr.capture.source.SourceException;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.VideoFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * What the RTP payload formats of H.264 (RFC 6184) and H.265 (RFC 7798) have in common: NAL units alone, several in one
 * packet, or one over several packets. Capture thread only. What becomes of the NAL units, {@link AccessUnits} decides.
 */
abstract class NalDepacketizer implements Depacketizer {
    /** Largest access unit, and so largest NAL unit, in bytes; what is larger is dropped as lost. */
    static final int MAX_UNIT_BYTES = 8 * 1024 * 1024;

    /** So many refused packets without one unit in between mean that the camera sends nothing else. */
    private static final int REFUSED_LIMIT = 32;

    private final int clockRate;
    private final int headerBytes;
    private final ParameterSets sets;
    private final AccessUnits units;
    private long refusedPackets;
    private int refusedInARow;
    private long unitsAtRefusal;

    /**
     * Made anew for every connection.
     *
     * @param clockRate of the rtpmap; 90 000 with every sane camera
     * @param described NAL units of the SDP; may be wrong, empty or garbage
     */
    NalDepacketizer(int clockRate, VideoSyntax syntax, ParameterSets sets, List<byte[]> described, SoundFormat sound) {
        this.clockRate = clockRate;
        this.headerBytes = syntax.headerBytes();
        this.sets = sets;
        this.units = new AccessUnits(sound, syntax, sets);
        described.forEach(set -> sets.put(set, set.length));
    }

    @Override
    public final void packet(
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

    /** Takes one payload of at least one byte; {@code ticks} are the sink's. */
    abstract void payload(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) throws SourceException;

    /** One whole NAL unit. */
    final void single(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) {
        if (length < headerBytes) {
            units.damage();
            return;
        }
        int header = headerBytes == 1 ? buf.get(offset) & 0xff : buf.getShort(offset) & 0xffff;
        int body = offset + headerBytes;
        units.beginNal(header, buf, body, length - headerBytes, ticks, sink);
        units.append(buf, body, length - headerBytes, sink);
        units.finishNal();
    }

    /** Whole NAL units, each behind its length in two bytes (RFC 6184 5.7.1, RFC 7798 4.4.2). */
    final void aggregate(ByteBuffer buf, int from, int end, long ticks, StreamSink sink) {
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

    /**
     * A part of a NAL unit (RFC 6184 5.8, RFC 7798 4.4.3).
     *
     * @param header of the whole NAL unit
     * @param flags bit 7 with the first part, bit 6 with the last
     * @param offset absolute index behind all headers
     */
    final void fragment(int header, int flags, ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) {
        if ((flags & 0x80) != 0) {
            units.beginNal(header, buf, offset, length, ticks, sink);
        } else if (!units.continueNal()) {
            return;
        }
        units.append(buf, offset, length, sink);
        if ((flags & 0x40) != 0) {
            units.finishNal();
        }
    }

    /** Some cheap encoders leave the start code before the NAL unit, which then looks like type 0. */
    final void startCodes(ByteBuffer buf, int offset, int length, long ticks, StreamSink sink) {
        ByteBuffer stream = buf.duplicate().limit(offset + length).position(offset);
        if (AnnexB.isByteStream(stream)) {
            AnnexB.split(stream, (b, at, size) -> single(b, at, size, ticks, sink));
        } else {
            unreadable();
        }
    }

    /** The payload makes no sense; whatever it belonged to is not whole. */
    final void unreadable() {
        refusedPackets++;
        units.damage();
    }

    /**
     * The payload is of a kind that this reader leaves to the other one.
     *
     * @param key words for people, with the packet's type as their argument
     */
    final void refuse(String key, int type) throws SourceException {
        unreadable();
        refusedInARow = units.handedOver() == unitsAtRefusal ? refusedInARow + 1 : 1;
        unitsAtRefusal = units.handedOver();
        if (refusedInARow >= REFUSED_LIMIT) {
            throw new SourceException(
                    GapCause.STREAM_DAMAGED, true, Problem.of(ProblemKind.UNAVAILABLE, key, type), null);
        }
    }

    @Override
    public final void end(StreamSink sink) {
        units.end(sink);
    }

    @Override
    public final long damagedUnits() {
        return units.damagedUnits();
    }

    /** Packets of kinds that are not read. */
    public final long refusedPackets() {
        return refusedPackets;
    }

    /** Parameter sets that could not be understood. */
    public final long refusedParameterSets() {
        return sets.refused();
    }

    @Override
    public final long sinkTicks(long rtpTicks) {
        return TimestampUnwrapper.scale(rtpTicks, clockRate, VideoFormat.TIMESCALE);
    }
}

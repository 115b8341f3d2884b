package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.source.SourceException;
import tw.nvr.capture.source.StreamSink;

/**
 * One track of one connection: checks its packets, follows sequence and clock, and hands the payloads on; reads sender
 * reports and writes receiver reports. Capture thread only.
 */
public final class RtpTrack {
    private final boolean video;
    private final int payloadType;
    private final Depacketizer depacketizer;
    private final RtpPacket packet = new RtpPacket();
    private final SequenceTracker sequence = new SequenceTracker();
    private final TimestampUnwrapper clock = new TimestampUnwrapper();
    private final RtcpReports reports = new RtcpReports();
    private boolean started;
    private int ssrc;
    private long malformed;
    private long foreign;

    /**
     * Made anew for every connection.
     *
     * @param video whether it is the video track
     * @param payloadType the only one that is read; others are counted and left
     */
    public RtpTrack(boolean video, int payloadType, Depacketizer depacketizer) {
        this.video = video;
        this.payloadType = payloadType;
        this.depacketizer = depacketizer;
    }

    /**
     * Takes an RTP packet from the read buffer, by absolute index.
     *
     * @throws SourceException when the track can never be read by this reader
     */
    public void rtp(ByteBuffer buf, int offset, int length, StreamSink sink) throws SourceException {
        if (!packet.parse(buf, offset, length)) {
            malformed++;
            return;
        }
        if (packet.payloadType() != payloadType) {
            foreign++;
            return;
        }
        boolean lost = followSource();
        int missing = sequence.accept(packet.sequence());
        if (missing == SequenceTracker.STALE) {
            return;
        }
        depacketizer.packet(
                buf,
                packet.payloadOffset(),
                packet.payloadLength(),
                clock.unwrap(packet.timestamp()),
                packet.marker(),
                lost || missing != 0,
                sink);
    }

    /** Whether the sender became another one (RFC 3550 8): what came between is unknown. */
    private boolean followSource() {
        boolean changed = started && packet.ssrc() != ssrc;
        if (changed) {
            sequence.restart();
        }
        started = true;
        ssrc = packet.ssrc();
        return changed;
    }

    /**
     * Takes an RTCP packet from the read buffer, by absolute index.
     *
     * @param nowNanos the ticker, for the delay in receiver reports
     */
    public void rtcp(ByteBuffer buf, int offset, int length, long nowNanos, StreamSink sink) {
        if (reports.read(buf, offset, length, nowNanos) && clock.started()) {
            long ticks = depacketizer.sinkTicks(clock.peek(reports.senderTimestamp()));
            sink.senderReport(video, ticks, reports.senderEpochMillis());
        }
    }

    /** Whether a packet has come, so that timestamps can be told in {@link #sinkTicks}. */
    public boolean started() {
        return clock.started();
    }

    /** A timestamp near the latest one, in the ticks that the sink is told. */
    public long sinkTicks(int timestamp) {
        return depacketizer.sinkTicks(clock.peek(timestamp));
    }

    /**
     * Appends a receiver report as an interleaved frame.
     *
     * @param out with room for {@link RtcpReports#FRAME_BYTES}
     * @param channel the track's RTCP channel
     * @return false, and nothing is written, while no packet has come
     */
    public boolean receiverReport(ByteBuffer out, int channel, long nowNanos) {
        if (!started) {
            return false;
        }
        reports.write(out, channel, ssrc, sequence, nowNanos);
        return true;
    }

    /** The connection has ended. */
    public void end(StreamSink sink) {
        depacketizer.end(sink);
    }

    /** Whether the sender said goodbye (RFC 3550 6.6). */
    public boolean saidGoodbye() {
        return reports.goodbye();
    }

    /** Packets that are missing, by their numbers. */
    public long lostPackets() {
        return sequence.lost();
    }

    /** Packets that came twice or too late. */
    public long stalePackets() {
        return sequence.stale();
    }

    /** Packets that are no RTP. */
    public long malformedPackets() {
        return malformed;
    }

    /** Packets of another payload type. */
    public long foreignPackets() {
        return foreign;
    }

    public long damagedUnits() {
        return depacketizer.damagedUnits();
    }
}

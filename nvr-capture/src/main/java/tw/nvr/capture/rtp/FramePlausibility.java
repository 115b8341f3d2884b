package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import tw.nvr.capture.rtsp.RtspParser;

/** Knows what interleaved frames of one connection can look like. Immutable after the last {@link #track}. */
public final class FramePlausibility {
    /** Whether a frame starts at an index. */
    enum Verdict {
        YES,
        NO,
        MORE_NEEDED
    }

    private static final int LEAST_RTP = 12;
    private static final int LEAST_RTCP = 8;

    /** A search believes no frame that is larger: cameras send packets of an Ethernet frame, the largest known 16 KiB. */
    private static final int SEARCH_LIMIT = 20_000;

    private final int[] payloadTypeOfChannel = new int[256];
    private final boolean[] control = new boolean[256];

    public FramePlausibility() {
        java.util.Arrays.fill(payloadTypeOfChannel, -1);
    }

    /**
     * Adds a track.
     *
     * @param rtpChannel 0 to 255, as the camera chose it
     * @param rtcpChannel 0 to 255
     * @param payloadType 0 to 127
     */
    public FramePlausibility track(int rtpChannel, int rtcpChannel, int payloadType) {
        payloadTypeOfChannel[rtpChannel] = payloadType;
        if (rtcpChannel != rtpChannel) {
            control[rtcpChannel] = true;
        }
        return this;
    }

    boolean knows(int channel) {
        return control[channel] || payloadTypeOfChannel[channel] >= 0;
    }

    /** Whether a packet on that channel can start with that byte: version 2 on known channels, anything on others. */
    boolean versionFits(int channel, byte first) {
        return !knows(channel) || (first & 0xc0) == 0x80;
    }

    /** Whether that byte can come right behind a frame. */
    boolean mayFollow(byte b) {
        return b == '$' || b == '\r' || b == '\n' || b >= 'A' && b <= 'Z';
    }

    Verdict judge(ByteBuffer buf, int at, int end) {
        int b = buf.get(at);
        if (b == 'R' && RtspParser.mayStartResponse(buf, at, end)) {
            return end - at < 5 ? Verdict.MORE_NEEDED : Verdict.YES;
        }
        if (b != '$') {
            return Verdict.NO;
        }
        if (end - at < 6) {
            return end - at < 2 || knows(buf.get(at + 1) & 0xff) ? Verdict.MORE_NEEDED : Verdict.NO;
        }
        return frame(buf, at, end);
    }

    private Verdict frame(ByteBuffer buf, int at, int end) {
        int channel = buf.get(at + 1) & 0xff;
        int length = buf.getShort(at + 2) & 0xffff;
        if (!knows(channel) || length > SEARCH_LIMIT || !versionFits(channel, buf.get(at + 4))) {
            return Verdict.NO;
        }
        int second = buf.get(at + 5) & 0xff;
        boolean rtp = length >= LEAST_RTP && (second & 0x7f) == payloadTypeOfChannel[channel];
        boolean rtcp = control[channel] && length >= LEAST_RTCP && second >= 200 && second <= 204;
        if (!rtp && !rtcp) {
            return Verdict.NO;
        }
        int next = at + 4 + length;
        return next < end && !mayFollow(buf.get(next)) ? Verdict.NO : Verdict.YES;
    }
}

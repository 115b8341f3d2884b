package tw.nvr.capture.simulated;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;

/** One RTP stream to one client (RFC 3550): numbers its packets and reports on them. Used by the server's thread only. */
final class RtpTrack {
    /** What of an RTP packet is not payload. */
    static final int HEADER = 12;

    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

    final int payloadType;
    final int ticksPerSecond;
    final int rtpChannel;
    private final int ssrc;
    private final long base;
    private int sequence;
    private long packets;
    private long octets;

    /** @param random for the values that start anywhere (RFC 3550 5.1) */
    RtpTrack(int payloadType, int ticksPerSecond, int rtpChannel, Random random) {
        this.payloadType = payloadType;
        this.ticksPerSecond = ticksPerSecond;
        this.rtpChannel = rtpChannel;
        this.ssrc = random.nextInt();
        this.base = random.nextInt() & 0xffffffffL;
        this.sequence = random.nextInt(1 << 16);
    }

    int ssrc() {
        return ssrc;
    }

    /** Number of the next packet. */
    int sequence() {
        return sequence;
    }

    /** Unwrapped timestamp of a place on the reel's axis. */
    long ticks(long pts) {
        return base + pts;
    }

    /** A packet for the payload. */
    byte[] packet(byte[] payload, int offset, int length, byte[] prefix, long ticks, boolean marker) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + prefix.length + length);
        out.put((byte) 0x80).put((byte) (payloadType | (marker ? 0x80 : 0)));
        out.putShort((short) sequence).putInt((int) ticks).putInt(ssrc);
        out.put(prefix).put(payload, offset, length);
        sequence = sequence + 1 & 0xffff;
        packets++;
        octets += prefix.length + length;
        return out.array();
    }

    /** A compound of sender report and CNAME (RFC 3550 6.1, 6.4.1). */
    byte[] senderReport(Instant wall, long ticks) {
        byte[] name = {'n', 'v', 'r'};
        ByteBuffer out = ByteBuffer.allocate(28 + 16);
        out.put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(ssrc);
        out.putInt((int) (wall.getEpochSecond() + NTP_EPOCH_SECONDS));
        out.putInt((int) (((long) wall.getNano() << 32) / Unit.NANOS));
        out.putInt((int) ticks).putInt((int) packets).putInt((int) octets);
        out.put((byte) 0x81).put((byte) 202).putShort((short) 3).putInt(ssrc);
        out.put((byte) 1).put((byte) name.length).put(name);
        return out.array();
    }

    /** Says goodbye (RFC 3550 6.6). */
    byte[] bye() {
        return ByteBuffer.allocate(8)
                .put((byte) 0x81)
                .put((byte) 203)
                .putShort((short) 1)
                .putInt(ssrc)
                .array();
    }
}

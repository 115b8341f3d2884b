package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads sender reports and writes receiver reports (RFC 3550 6.4). Capture thread only. */
public final class RtcpReports {
    /** Bytes of one report as an interleaved frame: frame header, RR with one block, SDES with one CNAME. */
    public static final int FRAME_BYTES = 4 + 32 + 20;

    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int GOODBYE = 203;
    private static final int CNAME = 1;
    private static final int OUR_SSRC = 0x4e565201; // the only receiver of this unicast session: no collision to avoid
    private static final byte[] OUR_NAME = "nvr".getBytes(StandardCharsets.US_ASCII);

    /** Seconds from 1900, where NTP starts, to 1970 (RFC 5905 figure 4). */
    private static final long NTP_TO_UNIX = 2_208_988_800L;

    private int senderTimestamp;
    private long senderEpochMillis;
    private int middleNtp;
    private long heardNanos;
    private boolean heard;
    private boolean goodbye;

    /**
     * Reads a compound packet.
     *
     * @return whether there was a sender report in it
     */
    public boolean read(ByteBuffer buf, int offset, int length, long nowNanos) {
        boolean found = false;
        int p = offset;
        int end = offset + length;
        while (p + 4 <= end && (buf.get(p) & 0xc0) == 0x80) {
            int type = buf.get(p + 1) & 0xff;
            int next = p + 4 + 4 * (buf.getShort(p + 2) & 0xffff);
            if (next > end) {
                break;
            }
            if (type == SENDER_REPORT && next - p >= 28) {
                senderReport(buf, p, nowNanos);
                found = true;
            }
            goodbye |= type == GOODBYE;
            p = next;
        }
        return found;
    }

    private void senderReport(ByteBuffer buf, int p, long nowNanos) {
        int seconds = buf.getInt(p + 8);
        int fraction = buf.getInt(p + 12);
        senderEpochMillis = epochMillis(seconds, fraction);
        middleNtp = seconds << 16 | fraction >>> 16;
        senderTimestamp = buf.getInt(p + 16);
        heardNanos = nowNanos;
        heard = true;
    }

    /** NTP time as Unix time; without the highest bit it belongs to the era that starts in 2036 (RFC 4330 3). */
    static long epochMillis(int seconds, int fraction) {
        long unsigned = seconds & 0xffffffffL;
        long since1900 = seconds < 0 ? unsigned : unsigned + (1L << 32);
        return (since1900 - NTP_TO_UNIX) * 1000 + ((fraction & 0xffffffffL) * 1000 >>> 32);
    }

    void write(ByteBuffer out, int channel, int source, SequenceTracker sequence, long nowNanos) {
        out.put((byte) '$').put((byte) channel).putShort((short) (FRAME_BYTES - 4));
        out.put((byte) 0x81).put((byte) RECEIVER_REPORT).putShort((short) 7).putInt(OUR_SSRC);
        out.putInt(source);
        out.putInt(sequence.fractionLost() << 24 | sequence.cumulativeLost() & 0xffffff);
        out.putInt(sequence.extendedHighest());
        out.putInt(0); // jitter: polled lazily, arrival times say nothing about the network
        out.putInt(heard ? middleNtp : 0);
        out.putInt(heard ? (int) ((nowNanos - heardNanos) * 65536.0 / 1e9) : 0);
        out.put((byte) 0x81).put((byte) SOURCE_DESCRIPTION).putShort((short) 4).putInt(OUR_SSRC);
        out.put((byte) CNAME).put((byte) OUR_NAME.length).put(OUR_NAME);
        out.put(new byte[12 - 2 - OUR_NAME.length]);
    }

    /** RTP timestamp of the latest sender report. */
    public int senderTimestamp() {
        return senderTimestamp;
    }

    /** Wall clock of the latest sender report, milliseconds since 1970; may be any nonsense. */
    public long senderEpochMillis() {
        return senderEpochMillis;
    }

    public boolean goodbye() {
        return goodbye;
    }
}

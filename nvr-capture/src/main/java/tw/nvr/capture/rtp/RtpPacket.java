package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;

/**
 * An RTP packet looked at in place (RFC 3550 5.1): one object per connection, moved from packet to packet. Capture thread
 * only. Its figures are valid until the next {@link #parse}.
 */
public final class RtpPacket {
    public static final int HEADER_BYTES = 12;

    private boolean marker;
    private int payloadType;
    private int sequence;
    private int timestamp;
    private int ssrc;
    private int payloadOffset;
    private int payloadLength;

    /**
     * Looks at a packet by absolute index.
     *
     * @return false when it is not RTP version 2, or CSRC list, extension or padding do not fit into it
     */
    public boolean parse(ByteBuffer buf, int offset, int length) {
        if (length < HEADER_BYTES || (buf.get(offset) & 0xc0) != 0x80) {
            return false;
        }
        int first = buf.get(offset);
        int second = buf.get(offset + 1);
        int end = offset + length;
        int payload = offset + HEADER_BYTES + 4 * (first & 0x0f);
        if ((first & 0x10) != 0) {
            if (payload + 4 > end) {
                return false;
            }
            payload += 4 + 4 * (buf.getShort(payload + 2) & 0xffff);
        }
        if ((first & 0x20) != 0 && payload < end) {
            int padding = buf.get(end - 1) & 0xff;
            // Some cameras set the bit and pad nothing; zero is not allowed, but harmless.
            end -= padding;
        }
        if (payload > end) {
            return false;
        }
        marker = (second & 0x80) != 0;
        payloadType = second & 0x7f;
        sequence = buf.getShort(offset + 2) & 0xffff;
        timestamp = buf.getInt(offset + 4);
        ssrc = buf.getInt(offset + 8);
        payloadOffset = payload;
        payloadLength = end - payload;
        return true;
    }

    public boolean marker() {
        return marker;
    }

    /** 0 to 127. */
    public int payloadType() {
        return payloadType;
    }

    /** 0 to 65535. */
    public int sequence() {
        return sequence;
    }

    /** All 32 bits; the sign means nothing. */
    public int timestamp() {
        return timestamp;
    }

    public int ssrc() {
        return ssrc;
    }

    /** Absolute index of the payload in the buffer that was parsed. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Bytes of payload, without padding; may be 0. */
    public int payloadLength() {
        return payloadLength;
    }
}

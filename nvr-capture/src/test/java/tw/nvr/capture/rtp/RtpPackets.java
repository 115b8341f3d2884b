package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;

/** Makes RTP packets and interleaved frames byte by byte. */
final class RtpPackets {
    private RtpPackets() {}

    static byte[] packet(int payloadType, boolean marker, int sequence, long timestamp, byte[] payload) {
        return ByteBuffer.allocate(12 + payload.length)
                .put((byte) 0x80)
                .put((byte) ((marker ? 0x80 : 0) | payloadType))
                .putShort((short) sequence)
                .putInt((int) timestamp)
                .putInt(0x1234)
                .put(payload)
                .array();
    }

    static byte[] frame(int channel, byte[] packet) {
        return ByteBuffer.allocate(4 + packet.length)
                .put((byte) '$')
                .put((byte) channel)
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }

    static byte[] senderReport(int ntpSeconds, int ntpFraction, int timestamp) {
        return ByteBuffer.allocate(28)
                .put((byte) 0x80)
                .put((byte) 200)
                .putShort((short) 6)
                .putInt(0x1234)
                .putInt(ntpSeconds)
                .putInt(ntpFraction)
                .putInt(timestamp)
                .putInt(1)
                .putInt(2)
                .array();
    }
}

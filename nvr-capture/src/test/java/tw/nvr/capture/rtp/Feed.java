package tw.nvr.capture.rtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.codec.Vectors;
import tw.nvr.capture.source.SourceException;

/** Feeds a depacketiser with NAL units as cameras pack them, and makes such NAL units of H.264. */
final class Feed {
    final RecordingSink sink = new RecordingSink();
    final NalDepacketizer depacketizer;
    private boolean lost;

    Feed(List<byte[]> sprop) {
        this(new H264Depacketizer(90_000, sprop, Optional.empty()));
    }

    Feed(NalDepacketizer depacketizer) {
        this.depacketizer = depacketizer;
    }

    /** With the parameter sets in the description. */
    static Feed described() {
        return new Feed(List.of(Vectors.BASELINE_SPS, Vectors.BASELINE_PPS));
    }

    Feed payload(long ticks, boolean marker, byte[] payload) throws SourceException {
        ByteBuffer buf = ByteBuffer.allocate(payload.length + 7);
        buf.put(7, payload);
        depacketizer.packet(buf, 7, payload.length, ticks, marker, lost, sink);
        lost = false;
        return this;
    }

    Feed lost() {
        lost = true;
        return this;
    }

    Feed end() {
        depacketizer.end(sink);
        return this;
    }

    /** FU-A fragments of a NAL unit, each with so many bytes of it. */
    static List<byte[]> fragments(byte[] nal, int room) {
        List<byte[]> out = new ArrayList<>();
        for (int at = 1; at < nal.length; at += room) {
            int n = Math.min(room, nal.length - at);
            byte[] p = new byte[2 + n];
            p[0] = (byte) (nal[0] & 0xe0 | 28);
            p[1] = (byte) ((at == 1 ? 0x80 : 0) | (at + n == nal.length ? 0x40 : 0) | nal[0] & 0x1f);
            System.arraycopy(nal, at, p, 2, n);
            out.add(p);
        }
        return out;
    }

    static byte[] aggregate(byte[]... nals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(24);
        for (byte[] nal : nals) {
            out.write(nal.length >> 8);
            out.write(nal.length);
            out.writeBytes(nal);
        }
        return out.toByteArray();
    }

    /** First slice of an IDR picture: first_mb 0, type 7 (I), picture parameter set 0. */
    static byte[] idr(int... body) {
        return nal(0x65, 0b1_0001000, 0b1_1010101, body);
    }

    /** First slice of a P picture: first_mb 0, type 5, picture parameter set 0. */
    static byte[] p(int... body) {
        return nal(0x41, 0b1_00110_1_1, 0x55, body);
    }

    /** First slice of a non-IDR picture of I slices. */
    static byte[] i(int... body) {
        return nal(0x41, 0b1_0001000, 0b1_1010101, body);
    }

    /** A later slice of a picture: first_mb 3, type 5. */
    static byte[] laterSlice(int header, int... body) {
        return nal(header, 0b00100_001, 0b10_1_10101, body);
    }

    static byte[] recoveryPoint() {
        return Vectors.hex("06060184" + "80");
    }

    private static byte[] nal(int header, int a, int b, int... body) {
        byte[] out = new byte[3 + body.length];
        out[0] = (byte) header;
        out[1] = (byte) a;
        out[2] = (byte) b;
        for (int n = 0; n < body.length; n++) {
            out[3 + n] = (byte) body[n];
        }
        return out;
    }

    /** How NAL units lie in a unit: each behind four bytes of length. */
    static String laid(byte[]... nals) {
        StringBuilder s = new StringBuilder();
        for (byte[] nal : nals) {
            s.append(HexFormat.of().toHexDigits(nal.length))
                    .append(HexFormat.of().formatHex(nal));
        }
        return s.toString();
    }
}

package tw.nvr.capture.rtp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.codec.H265;
import tw.nvr.capture.codec.Vectors;

/** Makes NAL units of H.265, and packs them as RFC 7798 says. */
final class Hevc {
    static final List<byte[]> SETS = List.of(Vectors.HEVC_VPS, Vectors.HEVC_SPS, Vectors.HEVC_PPS);

    private Hevc() {}

    static H265Depacketizer depacketizer(List<byte[]> sprop) {
        return new H265Depacketizer(90_000, sprop, Optional.empty());
    }

    /** With the parameter sets in the description. */
    static Feed described() {
        return new Feed(depacketizer(SETS));
    }

    static Feed undescribed() {
        return new Feed(depacketizer(List.of()));
    }

    /** A NAL unit of the base layer. */
    static byte[] nal(int type, int... body) {
        byte[] out = new byte[2 + body.length];
        out[0] = (byte) (type << 1);
        out[1] = 1;
        for (int i = 0; i < body.length; i++) {
            out[2 + i] = (byte) body[i];
        }
        return out;
    }

    /** A slice segment that refers to picture parameter set 0. */
    static byte[] slice(int type, boolean first, int... body) {
        boolean irap = H265.isKey(type);
        int[] whole = new int[body.length + 2];
        whole[0] = (first ? 0x80 : 0) | (irap ? 0b0010_1010 : 0b0101_0101);
        whole[1] = 0x55;
        System.arraycopy(body, 0, whole, 2, body.length);
        return nal(type, whole);
    }

    static byte[] idr(int... body) {
        return slice(H265.NAL_IDR_W_RADL, true, body);
    }

    static byte[] cra(int... body) {
        return slice(H265.NAL_CRA, true, body);
    }

    /** A picture that is shown before the CRA picture it follows, and refers to what lies before that. */
    static byte[] rasl(int... body) {
        return slice(H265.NAL_RASL_N, true, body);
    }

    /** A picture that others refer to, in its usual place. */
    static byte[] p(int... body) {
        return slice(1, true, body);
    }

    static byte[] laterSlice(int type, int... body) {
        return slice(type, false, body);
    }

    /** An aggregation packet (4.4.2). */
    static byte[] aggregate(byte[]... nals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(48 << 1);
        out.write(1);
        for (byte[] nal : nals) {
            out.write(nal.length >> 8);
            out.write(nal.length);
            out.writeBytes(nal);
        }
        return out.toByteArray();
    }

    /** Fragmentation units of a NAL unit (4.4.3), each with so many bytes of it. */
    static List<byte[]> fragments(byte[] nal, int room) {
        List<byte[]> out = new ArrayList<>();
        for (int at = 2; at < nal.length; at += room) {
            int n = Math.min(room, nal.length - at);
            byte[] p = new byte[3 + n];
            p[0] = (byte) (nal[0] & 0x81 | 49 << 1);
            p[1] = nal[1];
            p[2] = (byte) ((at == 2 ? 0x80 : 0) | (at + n == nal.length ? 0x40 : 0) | nal[0] >> 1 & 0x3f);
            System.arraycopy(nal, at, p, 3, n);
            out.add(p);
        }
        return out;
    }
}

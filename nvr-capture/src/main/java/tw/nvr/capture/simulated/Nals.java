package tw.nvr.capture.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts H.264 access units into NAL units (ITU-T H.264 7.3.1, annex B). */
final class Nals {
    private Nals() {}

    static int type(byte[] nal) {
        return nal[0] & 0x1f;
    }

    /** Sequence (7) or picture (8) parameter set. */
    static boolean isParameterSet(byte[] nal) {
        return type(nal) == 7 || type(nal) == 8;
    }

    /**
     * NAL units behind lengths.
     *
     * @return empty when the lengths do not fit the data
     */
    static List<byte[]> ofLengths(byte[] unit, int lengthBytes) {
        List<byte[]> nals = new ArrayList<>();
        int at = 0;
        while (at + lengthBytes <= unit.length) {
            int length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | unit[at++] & 0xff;
            }
            if (length < 1 || length > unit.length - at) {
                return List.of();
            }
            nals.add(Arrays.copyOfRange(unit, at, at + length));
            at += length;
        }
        return at == unit.length ? nals : List.of();
    }

    /** NAL units behind start codes of three or four bytes. */
    static List<byte[]> ofAnnexB(byte[] stream) {
        List<byte[]> nals = new ArrayList<>();
        int start = afterStartCode(stream, 0);
        while (start <= stream.length) {
            int next = afterStartCode(stream, start);
            int end = next <= stream.length ? next - 3 : stream.length;
            while (end > start && stream[end - 1] == 0) {
                end--;
            }
            if (end > start) {
                nals.add(Arrays.copyOfRange(stream, start, end));
            }
            start = next;
        }
        return nals;
    }

    /** Index behind the next start code; beyond the length when there is none. */
    private static int afterStartCode(byte[] b, int from) {
        for (int i = from; i + 2 < b.length; i++) {
            if (b[i] == 0 && b[i + 1] == 0 && b[i + 2] == 1) {
                return i + 3;
            }
        }
        return b.length + 1;
    }
}

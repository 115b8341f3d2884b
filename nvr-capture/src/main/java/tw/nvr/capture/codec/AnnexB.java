package tw.nvr.capture.codec;

import java.nio.ByteBuffer;

/** The byte stream format with start codes (H.264 annex B, H.265 annex B). Pure functions, in place. */
public final class AnnexB {
    private AnnexB() {}

    /** Takes the NAL units of a byte stream one by one. */
    @FunctionalInterface
    public interface NalUnits {
        /**
         * The next NAL unit.
         *
         * @param offset absolute index of the NAL unit's header
         * @param length bytes, without start code and trailing zeros; at least 1
         */
        void nal(ByteBuffer stream, int offset, int length);
    }

    /** Finds the NAL units from position to limit; leaves both alone. What comes before the first start code is skipped. */
    public static void split(ByteBuffer stream, NalUnits units) {
        int limit = stream.limit();
        int start = afterStartCode(stream, stream.position(), limit);
        while (start >= 0) {
            int next = afterStartCode(stream, start, limit);
            int end = next < 0 ? limit : next - 3;
            while (end > start && stream.get(end - 1) == 0) {
                end--; // zero_byte and trailing_zero_8bits: a NAL unit never ends in zero (7.4.1)
            }
            if (end > start) {
                units.nal(stream, start, end - start);
            }
            start = next;
        }
    }

    /** Whether something starts with a start code of three or four bytes at its position. */
    public static boolean isByteStream(ByteBuffer stream) {
        int p = stream.position();
        if (stream.remaining() < 4 || stream.get(p) != 0 || stream.get(p + 1) != 0) {
            return false;
        }
        return stream.get(p + 2) == 1 || stream.get(p + 2) == 0 && stream.get(p + 3) == 1;
    }

    /** Index behind the next 00 00 01, or -1. */
    private static int afterStartCode(ByteBuffer stream, int from, int limit) {
        int i = from + 2;
        while (i < limit) {
            int last = stream.get(i);
            if (last == 1 && stream.get(i - 1) == 0 && stream.get(i - 2) == 0) {
                return i + 1;
            }
            i += (last & 0xff) > 1 ? 3 : 1;
        }
        return -1;
    }
}

package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import tw.nvr.capture.codec.H264;

/**
 * The NAL units that come before the first slice of a unit (delimiter, SEI), kept until it is known whether the sink must
 * be told of a new format first. A few dozen bytes as a rule. Capture thread only.
 */
final class LeadingNals {
    private static final int LIMIT = 1024 * 1024;
    private static final int RECOVERY_POINT = 6;

    private byte[] bytes = new byte[512];
    private int used;
    private int nalStart;
    private boolean recoveryPoint;

    /** Starts a NAL unit; false when there is no more room, and it is to be left. */
    boolean begin(int header) {
        if (!ensure(5)) {
            return false;
        }
        nalStart = used;
        used += 4;
        bytes[used++] = (byte) header;
        return true;
    }

    /** False when there is no more room: the NAL unit is forgotten. */
    boolean append(ByteBuffer buf, int offset, int count) {
        if (!ensure(count)) {
            abort();
            return false;
        }
        buf.get(offset, bytes, used, count);
        used += count;
        return true;
    }

    void finish() {
        int size = used - nalStart - 4;
        for (int i = 0; i < 4; i++) {
            bytes[nalStart + i] = (byte) (size >>> 24 - 8 * i);
        }
        if ((bytes[nalStart + 4] & 0x1f) == H264.NAL_SEI) {
            recoveryPoint |= hasExactRecoveryPoint(nalStart + 5, used);
        }
    }

    void abort() {
        used = nalStart;
    }

    void clear() {
        used = 0;
        nalStart = 0;
        recoveryPoint = false;
    }

    int length() {
        return used;
    }

    /** Whether there was a recovery point SEI that says: exact from this very picture on. */
    boolean recoveryPoint() {
        return recoveryPoint;
    }

    void copyTo(ByteBuffer out) {
        out.put(bytes, 0, used);
    }

    private boolean ensure(int count) {
        if (used + count > LIMIT) {
            return false;
        }
        if (used + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + count));
        }
        return true;
    }

    /** Walks the messages of an SEI (H.264 7.3.2.3.1); recovery_frame_cnt 0 is the single bit 1. */
    private boolean hasExactRecoveryPoint(int from, int end) {
        int p = from;
        while (p + 2 <= end) {
            int type = 0;
            while (p < end && bytes[p] == (byte) 0xff) {
                type += 255;
                p++;
            }
            type += p < end ? bytes[p++] & 0xff : 0;
            int size = 0;
            while (p < end && bytes[p] == (byte) 0xff) {
                size += 255;
                p++;
            }
            size += p < end ? bytes[p++] & 0xff : 0;
            if (type == RECOVERY_POINT && size > 0 && p < end && bytes[p] < 0) {
                return true;
            }
            p += size;
        }
        return false;
    }
}

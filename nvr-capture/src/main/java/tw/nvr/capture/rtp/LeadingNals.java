package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The NAL units that come before the first slice of a unit (delimiter, SEI), kept until it is known whether the sink must
 * be told of a new format first. A few dozen bytes as a rule. Capture thread only.
 */
final class LeadingNals {
    private static final int LIMIT = 1024 * 1024;

    private final VideoSyntax syntax;
    private byte[] bytes = new byte[512];
    private int used;
    private int nalStart;
    private boolean recoveryPoint;

    LeadingNals(VideoSyntax syntax) {
        this.syntax = syntax;
    }

    /** Starts a NAL unit; false when there is no more room, and it is to be left. */
    boolean begin(int header) {
        if (!ensure(6)) {
            return false;
        }
        nalStart = used;
        used += 4;
        if (syntax.headerBytes() > 1) {
            bytes[used++] = (byte) (header >> 8);
        }
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

    /** @param sei whether it may hold a recovery point */
    void finish(boolean sei) {
        int size = used - nalStart - 4;
        for (int i = 0; i < 4; i++) {
            bytes[nalStart + i] = (byte) (size >>> 24 - 8 * i);
        }
        if (sei) {
            recoveryPoint |= syntax.recoveryPoint(bytes, nalStart + 4 + syntax.headerBytes(), used);
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
}

package tw.nvr.storage.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Lays boxes (ISO/IEC 14496-12 4.2) into a buffer, in network byte order. Not thread-safe; holds nothing but its buffer.
 */
final class BoxWriter {
    private static final byte[] ZEROS = new byte[4096];

    private final ByteBuffer out;

    BoxWriter(ByteBuffer out) {
        this.out = out;
    }

    ByteBuffer buffer() {
        return out;
    }

    /** Opens a box and answers where it starts, for {@link #end}. */
    int begin(String type) {
        int at = out.position();
        out.putInt(0);
        type(type);
        return at;
    }

    /** Opens a full box: version and flags follow the type. */
    int begin(String type, int version, int flags) {
        int at = begin(type);
        out.putInt(version << 24 | flags);
        return at;
    }

    /** Closes the box that starts there by setting its size. */
    void end(int at) {
        out.putInt(at, out.position() - at);
    }

    BoxWriter type(String fourCharacters) {
        for (int i = 0; i < 4; i++) {
            out.put((byte) fourCharacters.charAt(i));
        }
        return this;
    }

    BoxWriter u8(int v) {
        out.put((byte) v);
        return this;
    }

    BoxWriter u16(int v) {
        out.putShort((short) v);
        return this;
    }

    BoxWriter u32(long v) {
        out.putInt((int) v);
        return this;
    }

    BoxWriter u64(long v) {
        out.putLong(v);
        return this;
    }

    BoxWriter bytes(byte[] b) {
        out.put(b);
        return this;
    }

    BoxWriter zeros(int n) {
        for (int left = n; left > 0; left -= ZEROS.length) {
            out.put(ZEROS, 0, Math.min(left, ZEROS.length));
        }
        return this;
    }

    /** UTF-8 with the closing zero. */
    BoxWriter text(String s) {
        return bytes(s.getBytes(StandardCharsets.UTF_8)).u8(0);
    }

    /** The unity transformation matrix of mvhd and tkhd. */
    BoxWriter matrix() {
        return u32(0x10000).zeros(12).u32(0x10000).zeros(12).u32(0x40000000);
    }
}

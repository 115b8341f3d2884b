package tw.nvr.web.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes boxes of the ISO base media file format (ISO/IEC 14496-12 4.2) into a growing buffer. Not thread-safe. */
final class BoxWriter {
    private ByteBuffer out = ByteBuffer.allocate(1024);
    private final int[] starts = new int[16];
    private int depth;

    /** Starts a box, to be ended by {@link #end}. */
    BoxWriter box(String type) {
        starts[depth++] = out.position();
        u32(0);
        return bytes(type.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Starts a box that has version and flags. */
    BoxWriter fullBox(String type, int version, int flags) {
        return box(type).u32(version << 24 | flags);
    }

    /** Ends the box started last: its size is known now. */
    BoxWriter end() {
        int start = starts[--depth];
        out.putInt(start, out.position() - start);
        return this;
    }

    BoxWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    BoxWriter u32(long value) {
        room(4).putInt((int) value);
        return this;
    }

    BoxWriter u64(long value) {
        room(8).putLong(value);
        return this;
    }

    BoxWriter bytes(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    BoxWriter bytes(ByteBuffer bytes) {
        room(bytes.remaining()).put(bytes);
        return this;
    }

    BoxWriter zeros(int count) {
        room(count).put(new byte[count]);
        return this;
    }

    /** Where the next byte comes. */
    int position() {
        return out.position();
    }

    /** Sets four bytes written before. */
    BoxWriter patch(int position, int value) {
        out.putInt(position, value);
        return this;
    }

    /** All that was written. */
    ByteBuffer finish() {
        if (depth != 0) {
            throw new IllegalStateException(depth + " boxes were not ended");
        }
        return out.flip();
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + bytes));
            larger.put(out.flip());
            out = larger;
        }
        return out;
    }
}

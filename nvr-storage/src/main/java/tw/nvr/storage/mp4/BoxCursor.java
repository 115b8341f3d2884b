package tw.nvr.storage.mp4;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Walks the boxes of a buffer one after the other and never leaves it, whatever the sizes in it claim. Not thread-safe.
 */
final class BoxCursor {
    private final ByteBuffer in;
    private int type;
    private ByteBuffer body;

    /** @param in read from its position to its limit; not changed */
    BoxCursor(ByteBuffer in) {
        this.in = in.duplicate();
    }

    /** Goes to the next box; false at the end and at anything that cannot be a box inside this buffer. */
    boolean next() {
        if (in.remaining() < 8) {
            return false;
        }
        int start = in.position();
        long size = in.getInt(start) & 0xffff_ffffL;
        if (size < 8 || size > in.remaining()) {
            return false;
        }
        type = in.getInt(start + 4);
        body = in.duplicate().position(start + 8).limit(start + (int) size).slice();
        in.position(start + (int) size);
        return true;
    }

    boolean is(String fourCharacters) {
        return type == code(fourCharacters);
    }

    /** What is inside the present box, from 0. */
    ByteBuffer body() {
        return body;
    }

    /** The body of the first box of that type in a buffer. */
    static Optional<ByteBuffer> find(ByteBuffer in, String type) {
        BoxCursor c = new BoxCursor(in);
        while (c.next()) {
            if (c.is(type)) {
                return Optional.of(c.body());
            }
        }
        return Optional.empty();
    }

    /** The body of a box deep inside, by the types on the way. */
    static Optional<ByteBuffer> path(ByteBuffer in, String... types) {
        Optional<ByteBuffer> at = Optional.of(in);
        for (String type : types) {
            at = at.flatMap(b -> find(b, type));
        }
        return at;
    }

    static int code(String type) {
        return type.charAt(0) << 24 | type.charAt(1) << 16 | type.charAt(2) << 8 | type.charAt(3);
    }
}

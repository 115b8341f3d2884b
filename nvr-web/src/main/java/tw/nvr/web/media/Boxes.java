package tw.nvr.web.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds boxes of the ISO base media file format (ISO/IEC 14496-12 4.2) in a buffer. What comes from a disk may be anything:
 * every size is checked before it is believed. Stateless.
 */
final class Boxes {
    static final int HEADER = 8;

    /** No container of ours holds nearly as many. */
    private static final int MOST_CHILDREN = 256;

    private Boxes() {}

    /**
     * One box.
     *
     * @param content without size and type
     * @param whole with them
     */
    record Box(String type, ByteBuffer content, ByteBuffer whole) {}

    /**
     * The boxes that fill a buffer, in order.
     *
     * @throws DamagedBoxException when they do not
     */
    static List<Box> in(ByteBuffer container) throws DamagedBoxException {
        ByteBuffer from = container.slice();
        List<Box> boxes = new ArrayList<>();
        while (from.hasRemaining()) {
            if (boxes.size() == MOST_CHILDREN || from.remaining() < HEADER) {
                throw new DamagedBoxException("boxes do not fill their container");
            }
            int start = from.position();
            long size = Integer.toUnsignedLong(from.getInt(start));
            if (size < HEADER || size > from.remaining()) {
                throw new DamagedBoxException("a box of " + size + " bytes where " + from.remaining() + " are left");
            }
            byte[] type = new byte[4];
            from.get(start + 4, type);
            boxes.add(new Box(
                    new String(type, StandardCharsets.ISO_8859_1),
                    from.slice(start + HEADER, (int) size - HEADER),
                    from.slice(start, (int) size)));
            from.position(start + (int) size);
        }
        return boxes;
    }

    /** The first box of a type. */
    static Optional<Box> find(List<Box> boxes, String type) {
        return boxes.stream().filter(b -> b.type().equals(type)).findFirst();
    }

    /**
     * The content of the first box of a type.
     *
     * @throws DamagedBoxException when there is none
     */
    static ByteBuffer content(ByteBuffer container, String type) throws DamagedBoxException {
        return find(in(container), type)
                .orElseThrow(() -> new DamagedBoxException("no box " + type))
                .content();
    }

    /** A file's boxes are not what they should be. */
    static final class DamagedBoxException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedBoxException(String message) {
            super(message);
        }
    }
}

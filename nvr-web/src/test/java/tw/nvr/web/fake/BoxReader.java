package tw.nvr.web.fake;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads boxes off a stream, as a player would; written independently of the product's own. */
public final class BoxReader {
    private final DataInputStream in;

    public BoxReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** A box; its content is read whole. */
    public record Box(String type, byte[] content) {
        /** The boxes within. */
        public List<Box> children() {
            List<Box> all = new ArrayList<>();
            ByteBuffer from = ByteBuffer.wrap(content);
            while (from.hasRemaining()) {
                byte[] inner = new byte[from.getInt() - 8];
                byte[] type = new byte[4];
                from.get(type).get(inner);
                all.add(new Box(new String(type, StandardCharsets.US_ASCII), inner));
            }
            return all;
        }

        /** The content of the first box along a path of types. */
        public ByteBuffer at(String... path) {
            Box box = this;
            for (String type : path) {
                box = box.children().stream()
                        .filter(b -> b.type().equals(type))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + type));
            }
            return ByteBuffer.wrap(box.content());
        }
    }

    /** The next box. @throws EOFException at the end of the stream */
    public Box next() throws IOException {
        int size = in.readInt();
        byte[] type = in.readNBytes(4);
        byte[] content = in.readNBytes(size - 8);
        if (content.length < size - 8) {
            throw new IOException("the stream ends within a box");
        }
        return new Box(new String(type, StandardCharsets.US_ASCII), content);
    }

    /** The next box of a type, other boxes skipped. */
    public Box next(String type) throws IOException {
        Box box = next();
        while (!box.type().equals(type)) {
            box = next();
        }
        return box;
    }

    /** Decoding time of the first sample of a moof. */
    public static long decodeTicks(Box moof) {
        return moof.at("traf", "tfdt").getLong(4);
    }

    /** All boxes of a piece of a file. */
    public static List<Box> all(byte[] bytes) {
        return new Box("file", bytes).children();
    }
}

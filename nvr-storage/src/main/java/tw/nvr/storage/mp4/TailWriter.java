package tw.nvr.storage.mp4;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Makes the last box of a sealed file: {@code mfra} with {@code tfra} of the fragments that start with a key frame
 * (ISO/IEC 14496-12 8.8.10), our own table of all fragments in a {@code uuid} box, and {@code mfro}. Stateless.
 */
public final class TailWriter {
    /** Type of the table's {@code uuid} box. */
    static final UUID TABLE = UUID.fromString("6e76722d-7461-426c-8531-66726167730a");

    /** Bytes of one fragment in the table. */
    static final int ROW = 52;

    /** In the table's last word: the fragment starts with a key frame. */
    static final int KEY_BIT = 0x8000_0000;

    private TailWriter() {}

    /** The box for these fragments, in order. */
    public static ByteBuffer write(List<StoredFragment> fragments) {
        List<StoredFragment> keys =
                fragments.stream().filter(f -> f.ref().key()).toList();
        int tfra = 8 + 4 + 12 + 19 * keys.size();
        int table = 8 + 16 + 4 + ROW * fragments.size() + 4;
        BoxWriter out = new BoxWriter(ByteBuffer.allocate(8 + tfra + table + 16));
        int mfra = out.begin("mfra");
        randomAccess(out, keys);
        table(out, fragments);
        int mfro = out.begin("mfro", 0, 0);
        out.u32(out.buffer().capacity());
        out.end(mfro);
        out.end(mfra);
        return out.buffer().flip();
    }

    private static void randomAccess(BoxWriter out, List<StoredFragment> keys) {
        int tfra = out.begin("tfra", 1, 0);
        out.u32(InitWriter.VIDEO_TRACK).u32(0).u32(keys.size());
        for (StoredFragment f : keys) {
            out.u64(f.presentationTicks()).u64(f.ref().offset() + f.moofAt());
            out.u8(1).u8(1).u8(1); // first traf, first trun, first sample
        }
        out.end(tfra);
    }

    private static void table(BoxWriter out, List<StoredFragment> fragments) {
        int box = out.begin("uuid");
        out.u64(TABLE.getMostSignificantBits()).u64(TABLE.getLeastSignificantBits());
        int from = out.buffer().position();
        out.u32(fragments.size());
        for (StoredFragment f : fragments) {
            out.u64(f.ref().offset())
                    .u32(f.ref().length())
                    .u64(NtpTime.of(f.ref().start()));
            out.u64(f.ref().durationTicks()).u64(f.ref().decodeTicks()).u64(f.presentationTicks());
            out.u32(f.moofAt()).u32(f.frames() | (f.ref().key() ? KEY_BIT : 0));
        }
        CRC32C crc = new CRC32C();
        crc.update(out.buffer().duplicate().flip().position(from));
        out.u32(crc.getValue());
        out.end(box);
    }
}

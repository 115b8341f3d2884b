package tw.nvr.storage.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.StreamFormat;

/**
 * What a segment file holds, told from the file alone. Never fails for what the bytes say, only for a disk that does not
 * answer: of a damaged file it gives the whole fragments before the damage. Immutable.
 *
 * @param initLength bytes before the first fragment; 0 when the file does not begin as ours do
 * @param format its tracks; empty when they cannot be read
 * @param note what the writer left in the first padding
 * @param fragments whole fragments in order, up to the first that is not
 * @param wholeLength where the last whole fragment ends
 */
public record Mp4File(
        int initLength,
        Optional<StreamFormat> format,
        Optional<String> note,
        List<StoredFragment> fragments,
        long wholeLength) {

    private static final int MOST_TAIL = 8 << 20;

    public Mp4File {
        fragments = List.copyOf(fragments);
    }

    /**
     * Reads by the table in the file's tail where there is a good one, else by walking.
     *
     * @throws IOException when the disk does not answer
     */
    public static Mp4File read(FileChannel channel) throws IOException {
        long length = channel.size();
        InitReader.Init init = InitReader.read(channel, length);
        Optional<List<StoredFragment>> table = table(channel, length, init.length());
        if (table.isEmpty()) {
            return walk(channel, false);
        }
        List<StoredFragment> fragments = table.get();
        long end = fragments.isEmpty()
                ? init.length()
                : fragments.get(fragments.size() - 1).end();
        return new Mp4File(init.length(), init.format(), init.note(), fragments, end);
    }

    /**
     * Walks the boxes from the start.
     *
     * @param checkData whether the bytes of every fragment are compared with their checksum; reads the whole file
     * @throws IOException when the disk does not answer
     */
    public static Mp4File walk(FileChannel channel, boolean checkData) throws IOException {
        long length = channel.size();
        InitReader.Init init = InitReader.read(channel, length);
        FragmentReader reader = new FragmentReader(channel, length);
        List<StoredFragment> fragments = new ArrayList<>();
        // A spoilt head is no reason to give up what follows it: fragments start at the next block.
        long at = init.length() > 0 ? init.length() : firstFragment(reader, length);
        while (at < length) {
            Optional<StoredFragment> f = reader.at(at, checkData);
            if (f.isEmpty()) {
                break;
            }
            fragments.add(f.get());
            at = f.get().end();
        }
        return new Mp4File(init.length(), init.format(), init.note(), fragments, fragments.isEmpty() ? 0 : at);
    }

    /** Pictures in the whole fragments. */
    public long frames() {
        return fragments.stream().mapToLong(StoredFragment::frames).sum();
    }

    private static long firstFragment(FragmentReader reader, long length) throws IOException {
        int block = tw.nvr.core.footage.Fragment.BLOCK;
        for (long at = block; at < Math.min(length, 64L * block); at += block) {
            if (reader.at(at, false).isPresent()) {
                return at;
            }
        }
        return length;
    }

    private static Optional<List<StoredFragment>> table(FileChannel channel, long length, int init) throws IOException {
        if (length < init + 24 || init == 0) {
            return Optional.empty();
        }
        ByteBuffer mfro = FileBytes.read(channel, length - 16, 16);
        if (mfro.remaining() < 16 || mfro.getInt(4) != BoxCursor.code("mfro")) {
            return Optional.empty();
        }
        long size = mfro.getInt(12) & 0xffff_ffffL;
        if (size > Math.min(MOST_TAIL, length - init)) {
            return Optional.empty();
        }
        ByteBuffer mfra = FileBytes.read(channel, length - size, (int) size);
        return BoxCursor.find(mfra, "mfra")
                .flatMap(m -> BoxCursor.find(m, "uuid"))
                .flatMap(Mp4File::rows)
                .filter(rows -> rows.isEmpty() || fill(rows, init, length - size));
    }

    /** Whether they lie one behind the other and reach up to the table: a checksum that fits makes nothing true. */
    private static boolean fill(List<StoredFragment> rows, long from, long end) {
        long at = from;
        for (StoredFragment f : rows) {
            boolean head = f.moofAt() >= 0 && f.moofAt() < f.ref().length();
            if (f.ref().offset() < at
                    || !head
                    || f.end() > end
                    || f.frames() < 1
                    || f.ref().durationTicks() < 0) {
                return false;
            }
            at = f.end();
        }
        return at == end;
    }

    private static Optional<List<StoredFragment>> rows(ByteBuffer box) {
        if (box.remaining() < 24 || !TailWriter.TABLE.equals(new UUID(box.getLong(0), box.getLong(8)))) {
            return Optional.empty();
        }
        int crcAt = box.limit() - 4;
        CRC32C crc = new CRC32C();
        crc.update(box.duplicate().position(16).limit(crcAt));
        long count = box.getInt(16) & 0xffff_ffffL;
        if ((int) crc.getValue() != box.getInt(crcAt) || count * TailWriter.ROW != crcAt - 20) {
            return Optional.empty();
        }
        List<StoredFragment> out = new ArrayList<>();
        for (int at = 20; at < crcAt; at += TailWriter.ROW) {
            int last = box.getInt(at + 48);
            FragmentRef ref = new FragmentRef(
                    box.getLong(at),
                    box.getInt(at + 8),
                    NtpTime.toInstant(box.getLong(at + 12)),
                    box.getLong(at + 20),
                    box.getLong(at + 28),
                    (last & TailWriter.KEY_BIT) != 0);
            out.add(new StoredFragment(ref, box.getInt(at + 44), box.getLong(at + 36), last & ~TailWriter.KEY_BIT));
        }
        return Optional.of(out);
    }
}

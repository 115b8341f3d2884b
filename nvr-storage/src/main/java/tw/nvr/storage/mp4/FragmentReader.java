package tw.nvr.storage.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentRef;

/**
 * Reads the boxes of one fragment and says whether it is whole. Keeps its buffers; not thread-safe. Trusts nothing it
 * reads: every size is checked against the file before it is used.
 */
final class FragmentReader {
    private static final int HEAD = Fragment.HEAD_ROOM + Fragment.BLOCK;
    private static final int MOST_PAYLOAD = 16 * 1024 * 1024;

    private final FileChannel channel;
    private final long fileLength;
    private final ByteBuffer head = ByteBuffer.allocate(HEAD);
    private final ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);

    FragmentReader(FileChannel channel, long fileLength) {
        this.channel = channel;
        this.fileLength = fileLength;
    }

    /**
     * The fragment at that place.
     *
     * @param checkData whether all its bytes are read and compared with their checksum
     * @return empty when there is no whole fragment of ours
     */
    Optional<StoredFragment> at(long offset, boolean checkData) throws IOException {
        FileBytes.read(channel, offset, head);
        Parts parts = parts(head);
        if (parts == null) {
            return Optional.empty();
        }
        long mdatEnd = parts.mdatAt + parts.mdatSize;
        long length = (mdatEnd + FragmentWriter.SEAL_BYTES + Fragment.BLOCK - 1) / Fragment.BLOCK * Fragment.BLOCK;
        if (parts.mdatSize > MOST_PAYLOAD || offset + length > fileLength) {
            return Optional.empty();
        }
        if (!sealed(offset, mdatEnd, length, checkData)) {
            return Optional.empty();
        }
        return Optional.of(parts.fragment(offset, (int) length));
    }

    private boolean sealed(long offset, long mdatEnd, long length, boolean checkData) throws IOException {
        ByteBuffer tail = FileBytes.read(channel, offset + mdatEnd, FragmentWriter.SEAL_BYTES);
        boolean ours = tail.remaining() == FragmentWriter.SEAL_BYTES
                && tail.getInt(0) == length - mdatEnd
                && tail.getInt(4) == BoxCursor.code("free")
                && tail.getInt(8) == FragmentWriter.SEAL_MAGIC;
        return ours && (!checkData || checksum(offset, mdatEnd) == tail.getInt(12));
    }

    private int checksum(long offset, long length) throws IOException {
        CRC32C crc = new CRC32C();
        long left = length;
        long at = offset;
        while (left > 0) {
            chunk.clear().limit((int) Math.min(left, chunk.capacity()));
            int n = channel.read(chunk, at);
            if (n < 0) {
                break;
            }
            crc.update(chunk.flip());
            at += n;
            left -= n;
        }
        return (int) crc.getValue();
    }

    /** What the boxes in front of the samples say; null when they are not those of a fragment. */
    private static Parts parts(ByteBuffer b) {
        int at = 0;
        if (type(b, at) == BoxCursor.code("free")) {
            at = after(b, at);
        }
        if (at < 0 || type(b, at) != BoxCursor.code("prft") || after(b, at) != at + 32) {
            return null;
        }
        Instant start = NtpTime.toInstant(b.getLong(at + 16));
        long mediaTime = b.getLong(at + 24);
        int moofAt = at + 32;
        int mdatAt = type(b, moofAt) == BoxCursor.code("moof") ? after(b, moofAt) : -1;
        if (mdatAt < 0 || type(b, mdatAt) != BoxCursor.code("mdat")) {
            return null;
        }
        long mdatSize = b.getInt(mdatAt) & 0xffff_ffffL;
        ByteBuffer moof = b.duplicate().position(moofAt + 8).limit(mdatAt).slice();
        return Parts.of(moof, start, mediaTime, moofAt, mdatAt, mdatSize);
    }

    private static int type(ByteBuffer b, int at) {
        return at >= 0 && at + 8 <= b.limit() ? b.getInt(at + 4) : 0;
    }

    /** Where the box that starts there ends; -1 when that is outside the buffer. */
    private static int after(ByteBuffer b, int at) {
        long end = at + (b.getInt(at) & 0xffff_ffffL);
        return end >= at + 8L && end <= b.limit() ? (int) end : -1;
    }

    /** The figures of a fragment before its place in the file is known. */
    private record Parts(
            Instant start,
            long decodeTicks,
            int moofAt,
            int mdatAt,
            long mdatSize,
            long durationTicks,
            int frames,
            boolean key,
            int firstOffset) {

        static Parts of(ByteBuffer moof, Instant start, long media, int moofAt, int mdatAt, long mdatSize) {
            long bytes = 0;
            Parts video = null;
            BoxCursor c = new BoxCursor(moof);
            while (c.next()) {
                if (!c.is("traf")) {
                    continue;
                }
                ByteBuffer traf = c.body();
                ByteBuffer tfhd = BoxCursor.find(traf, "tfhd")
                        .filter(t -> t.remaining() >= 8)
                        .orElse(null);
                ByteBuffer trun = BoxCursor.find(traf, "trun")
                        .filter(t -> t.remaining() >= 12)
                        .orElse(null);
                if (tfhd == null || trun == null) {
                    return null;
                }
                boolean pictures = tfhd.getInt(4) == InitWriter.VIDEO_TRACK;
                int sample = pictures ? 16 : 8;
                long count = trun.getInt(4) & 0xffff_ffffL;
                if (count == 0 || count * sample != trun.remaining() - 12L) {
                    return null;
                }
                long ticks = 0;
                for (int i = 12; i < trun.limit(); i += sample) {
                    ticks += trun.getInt(i) & 0xffff_ffffL;
                    bytes += trun.getInt(i + 4) & 0xffff_ffffL;
                }
                if (pictures) {
                    boolean key = (trun.getInt(20) & 0x0001_0000) == 0;
                    video = new Parts(start, media, moofAt, mdatAt, mdatSize, ticks, (int) count, key, trun.getInt(24));
                }
            }
            return video != null && bytes == mdatSize - 8 ? video : null;
        }

        StoredFragment fragment(long offset, int length) {
            FragmentRef ref = new FragmentRef(offset, length, start, durationTicks, decodeTicks, key);
            return new StoredFragment(ref, moofAt, decodeTicks + firstOffset, frames);
        }
    }
}

package tw.nvr.storage.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;

/**
 * Reads what {@link InitWriter} wrote. Bounded: looks at no more than a mebibyte and trusts no size. Stateless.
 */
final class InitReader {
    private static final int MOST = 1 << 20;

    private InitReader() {}

    /**
     * The first boxes of a file.
     *
     * @param length bytes up to the first fragment; 0 when the file does not begin as ours do
     * @param format its tracks; empty when {@code moov} cannot be read
     * @param note what the writer left in the padding; empty when there is none
     */
    record Init(int length, Optional<StreamFormat> format, Optional<String> note) {
        static final Init NONE = new Init(0, Optional.empty(), Optional.empty());
    }

    static Init read(FileChannel channel, long fileLength) throws IOException {
        int n = (int) Math.min(MOST, fileLength);
        ByteBuffer b = FileBytes.read(channel, 0, Math.min(n, 4 * Fragment.BLOCK));
        Init init = parse(b);
        return init.length() == 0 && n > b.capacity() ? parse(FileBytes.read(channel, 0, n)) : init;
    }

    /** The boxes before the first that is neither ftyp, moov nor free; they end on a block boundary. */
    static Init parse(ByteBuffer b) {
        BoxCursor c = new BoxCursor(b);
        Optional<StreamFormat> format = Optional.empty();
        int length = 0;
        String[] order = {"ftyp", "moov", "free"};
        for (String type : order) {
            if (!c.next() || !c.is(type)) {
                return Init.NONE;
            }
            length += c.body().capacity() + 8;
            if (type.equals("moov")) {
                format = format(c.body());
            }
        }
        return length % Fragment.BLOCK == 0 ? new Init(length, format, note(c.body())) : Init.NONE;
    }

    private static Optional<String> note(ByteBuffer free) {
        if (free.remaining() < 8 || free.getInt(0) != InitWriter.NOTE_MAGIC) {
            return Optional.empty();
        }
        int n = free.getInt(4);
        if (n < 0 || n > free.remaining() - 8) {
            return Optional.empty();
        }
        byte[] text = new byte[n];
        free.get(8, text);
        return Optional.of(new String(text, StandardCharsets.UTF_8));
    }

    private static Optional<StreamFormat> format(ByteBuffer moov) {
        Optional<VideoFormat> video = Optional.empty();
        Optional<AudioFormat> audio = Optional.empty();
        BoxCursor c = new BoxCursor(moov);
        while (c.next()) {
            if (!c.is("trak")) {
                continue;
            }
            ByteBuffer trak = c.body();
            Optional<ByteBuffer> stsd = BoxCursor.path(trak, "mdia", "minf", "stbl", "stsd")
                    .filter(s -> s.remaining() > 8)
                    .map(s -> s.position(8).slice());
            video = video.or(() -> stsd.flatMap(InitReader::video));
            audio = audio.or(() -> stsd.flatMap(s -> audio(s, trak)));
        }
        Optional<AudioFormat> sound = audio;
        return video.map(v -> new StreamFormat(v, sound));
    }

    private static Optional<VideoFormat> video(ByteBuffer entries) {
        Optional<ByteBuffer> avc = BoxCursor.find(entries, "avc1");
        VideoFormat.Codec codec = avc.isPresent() ? VideoFormat.Codec.H264 : VideoFormat.Codec.H265;
        ByteBuffer entry = avc.or(() -> BoxCursor.find(entries, "hvc1")).orElse(null);
        if (entry == null || entry.remaining() < 78) {
            return Optional.empty();
        }
        int width = entry.getShort(24) & 0xffff;
        int height = entry.getShort(26) & 0xffff;
        String config = codec == VideoFormat.Codec.H264 ? "avcC" : "hvcC";
        return BoxCursor.find(entry.duplicate().position(78).slice(), config)
                .map(InitReader::bytes)
                .filter(bytes -> bytes.length >= 7 && width > 0 && height > 0 && width <= 16384 && height <= 16384)
                .map(bytes -> new VideoFormat(codec, width, height, bytes));
    }

    private static Optional<AudioFormat> audio(ByteBuffer entries, ByteBuffer trak) {
        ByteBuffer entry = BoxCursor.find(entries, "mp4a").orElse(null);
        ByteBuffer mdhd = BoxCursor.path(trak, "mdia", "mdhd").orElse(null);
        if (entry == null || entry.remaining() < 28 || mdhd == null || mdhd.remaining() < 16) {
            return Optional.empty();
        }
        int channels = entry.getShort(16) & 0xffff;
        int rate = mdhd.getInt(12);
        return BoxCursor.find(entry.duplicate().position(28).slice(), "esds")
                .flatMap(InitReader::specificConfig)
                .filter(c -> c.length >= 2 && rate >= 7350 && rate <= 96_000 && channels >= 1 && channels <= 8)
                .map(c -> new AudioFormat(rate, channels, c));
    }

    /** The DecoderSpecificInfo descriptor (tag 5) at the place where {@link InitWriter} lays it. */
    private static Optional<byte[]> specificConfig(ByteBuffer esds) {
        int tagAt = 4 + 5 + 3 + 5 + 13;
        if (esds.remaining() < tagAt + 5 || esds.get(tagAt) != 5) {
            return Optional.empty();
        }
        int n = 0;
        for (int i = 1; i <= 4; i++) {
            n = n << 7 | esds.get(tagAt + i) & 0x7f;
        }
        if (n > esds.remaining() - tagAt - 5) {
            return Optional.empty();
        }
        byte[] config = new byte[n];
        esds.get(tagAt + 5, config);
        return Optional.of(config);
    }

    private static byte[] bytes(ByteBuffer b) {
        byte[] out = new byte[b.remaining()];
        b.get(0, out);
        return out;
    }
}

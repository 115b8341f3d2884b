package tw.nvr.web.fake;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes fragmented MP4 laid out as the recorder does: initialisation padded to 4096, fragments of free, prft, moof, mdat and free at
 * multiples of 4096. Samples are recognisable bytes, no pictures. Written independently of the product's own box writer.
 */
public final class MiniMp4 {
    public static final int BLOCK = 4096;

    private MiniMp4() {}

    /** One picture of a fragment: its bytes, ticks to the next, composition offset. */
    public record Sample(byte[] bytes, int duration, int compositionOffset, boolean key) {}

    /** ftyp, moov and free: a video track 1 and, where wanted, a sound track 2. */
    public static byte[] init(boolean audio) {
        byte[] ftyp = box("ftyp", ascii("iso6"), u32(0), ascii("iso6mp41"));
        byte[] mvex = audio
                ? box("mvex", full("trex", 0, 0, u32(1, 1, 0, 0, 0)), full("trex", 0, 0, u32(2, 1, 0, 0, 0)))
                : box("mvex", full("trex", 0, 0, u32(1, 1, 0, 0, 0)));
        byte[] mvhd = full("mvhd", 0, 0, new byte[96]);
        byte[] moov = audio
                ? box("moov", mvhd, trak(1, "vide"), trak(2, "soun"), mvex)
                : box("moov", mvhd, trak(1, "vide"), mvex);
        return padded(join(ftyp, moov));
    }

    private static byte[] trak(int id, String handler) {
        byte[] tkhd = full("tkhd", 0, 3, u32(0, 0, id), new byte[68]);
        byte[] hdlr = full("hdlr", 0, 0, u32(0), ascii(handler), new byte[13]);
        byte[] mdhd = full("mdhd", 0, 0, u32(0, 0, 90_000, 0, 0));
        return box("trak", tkhd, box("mdia", mdhd, hdlr, box("minf", box("stbl"))));
    }

    /** A fragment as the recorder writes it: all video, then {@code audio} as one sample of track 2. */
    public static byte[] fragment(int sequence, long decodeTicks, List<Sample> video, byte[] audio) {
        byte[] probe = moof(sequence, decodeTicks, video, audio, 0);
        byte[] moof = moof(sequence, decodeTicks, video, audio, probe.length + 8);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        video.forEach(s -> data.writeBytes(s.bytes()));
        data.writeBytes(audio);
        return padded(join(before(), moof, box("mdat", data.toByteArray())));
    }

    /** What the recorder puts before a moof: padding, and when the fragment was made. */
    private static byte[] before() {
        return join(box("free", new byte[20]), full("prft", 1, 0, u32(1), new byte[16]));
    }

    private static byte[] moof(int sequence, long ticks, List<Sample> video, byte[] audio, int dataOffset) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        int bytes = 0;
        for (Sample s : video) {
            int flags = s.key() ? 0x02000000 : 0x01010000;
            rows.writeBytes(u32(s.duration(), s.bytes().length, flags, s.compositionOffset()));
            bytes += s.bytes().length;
        }
        byte[] traf = traf(1, ticks, full("trun", 1, 0xf01, u32(video.size(), dataOffset), rows.toByteArray()));
        if (audio.length == 0) {
            return box("moof", full("mfhd", 0, 0, u32(sequence)), traf);
        }
        byte[] sound = traf(2, ticks, full("trun", 1, 0x301, u32(1, dataOffset + bytes, 90_000, audio.length)));
        return box("moof", full("mfhd", 0, 0, u32(sequence)), traf, sound);
    }

    private static byte[] traf(int track, long ticks, byte[] trun) {
        byte[] tfdt = full("tfdt", 1, 0, u32((int) (ticks >>> 32), (int) ticks));
        return box("traf", full("tfhd", 0, 0x020000, u32(track)), tfdt, trun);
    }

    /** With a free box up to the next multiple of 4096. */
    public static byte[] padded(byte[] bytes) {
        int rest = BLOCK - bytes.length % BLOCK;
        return join(bytes, box("free", new byte[rest < 8 ? rest + BLOCK - 8 : rest - 8]));
    }

    private static byte[] full(String type, int version, int flags, byte[]... content) {
        return box(type, join(u32(version << 24 | flags), join(content)));
    }

    public static byte[] box(String type, byte[]... content) {
        byte[] all = join(content);
        return join(u32(all.length + 8), ascii(type), all);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] u32(int... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(out)) {
            for (int v : values) {
                data.writeInt(v);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

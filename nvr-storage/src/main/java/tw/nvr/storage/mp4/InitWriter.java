package tw.nvr.storage.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;

/**
 * Makes the first bytes of a segment file: {@code ftyp}, {@code moov} and a {@code free} box up to the next block, which
 * carries a note (the clock evidence) for recovery. Stateless.
 */
public final class InitWriter {
    /** Track of the pictures. */
    public static final int VIDEO_TRACK = 1;

    /** Track of the sound. */
    public static final int AUDIO_TRACK = 2;

    /** First four bytes in the {@code free} box when a note follows. */
    static final int NOTE_MAGIC = 0x6e767245; // "nvrE"

    private static final int MORE_THAN_ENOUGH = 2048;

    private InitWriter() {}

    /**
     * The first bytes of a file.
     *
     * @param note text kept in the padding; ignored by players
     * @return an aligned direct buffer, position 0, limit a multiple of {@link Fragment#BLOCK}
     */
    public static ByteBuffer write(StreamFormat format, String note) {
        byte[] noteBytes = note.getBytes(StandardCharsets.UTF_8);
        int configs = format.video().decoderConfig().length
                + format.audio().map(a -> a.config().length).orElse(0);
        int room = roundUp(MORE_THAN_ENOUGH + configs + noteBytes.length);
        ByteBuffer buffer = ByteBuffer.allocateDirect(room + Fragment.BLOCK).alignedSlice(Fragment.BLOCK);
        BoxWriter out = new BoxWriter(buffer);
        brand(out);
        movie(out, format);
        int free = out.begin("free");
        out.u32(NOTE_MAGIC).u32(noteBytes.length).bytes(noteBytes);
        buffer.position(roundUp(buffer.position()));
        out.end(free);
        return buffer.flip();
    }

    static int roundUp(int n) {
        return (n + Fragment.BLOCK - 1) / Fragment.BLOCK * Fragment.BLOCK;
    }

    private static void brand(BoxWriter out) {
        int ftyp = out.begin("ftyp");
        out.type("iso6").u32(0).type("iso6").type("iso5").type("mp41");
        out.end(ftyp);
    }

    private static void movie(BoxWriter out, StreamFormat format) {
        int moov = out.begin("moov");
        int mvhd = out.begin("mvhd", 0, 0);
        out.u32(0).u32(0).u32(1000).u32(0).u32(0x10000).u16(0x100).zeros(10).matrix();
        out.zeros(24).u32(format.audio().isPresent() ? AUDIO_TRACK + 1 : VIDEO_TRACK + 1);
        out.end(mvhd);
        videoTrack(out, format.video());
        format.audio().ifPresent(a -> audioTrack(out, a));
        int mvex = out.begin("mvex");
        trackDefaults(out, VIDEO_TRACK);
        if (format.audio().isPresent()) {
            trackDefaults(out, AUDIO_TRACK);
        }
        out.end(mvex);
        out.end(moov);
    }

    private static void trackDefaults(BoxWriter out, int track) {
        int trex = out.begin("trex", 0, 0);
        out.u32(track).u32(1).u32(0).u32(0).u32(0);
        out.end(trex);
    }

    private static void videoTrack(BoxWriter out, VideoFormat video) {
        int trak = trackHead(out, VIDEO_TRACK, video.width(), video.height(), 0);
        int mdia = mediaHead(out, VideoFormat.TIMESCALE, "vide", "Video");
        int minf = out.begin("minf");
        int vmhd = out.begin("vmhd", 0, 1);
        out.zeros(8);
        out.end(vmhd);
        int[] open = sampleTableHead(out);
        int entry = out.begin(video.codec() == VideoFormat.Codec.H264 ? "avc1" : "hvc1");
        out.zeros(6).u16(1).zeros(16).u16(video.width()).u16(video.height());
        out.u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32).u16(24).u16(0xffff);
        int config = out.begin(video.codec() == VideoFormat.Codec.H264 ? "avcC" : "hvcC");
        out.bytes(video.decoderConfig());
        out.end(config);
        out.end(entry);
        sampleTableTail(out, open);
        out.end(minf);
        out.end(mdia);
        out.end(trak);
    }

    private static void audioTrack(BoxWriter out, AudioFormat audio) {
        int trak = trackHead(out, AUDIO_TRACK, 0, 0, 0x100);
        int mdia = mediaHead(out, audio.sampleRate(), "soun", "Sound");
        int minf = out.begin("minf");
        int smhd = out.begin("smhd", 0, 0);
        out.zeros(4);
        out.end(smhd);
        int[] open = sampleTableHead(out);
        int entry = out.begin("mp4a");
        // The 16.16 rate field cannot say more than 65535; the AudioSpecificConfig always holds the true one.
        long rate = audio.sampleRate() > 0xffff ? 0 : (long) audio.sampleRate() << 16;
        out.zeros(6).u16(1).zeros(8).u16(audio.channels()).u16(16).zeros(4).u32(rate);
        elementaryStream(out, audio.config());
        out.end(entry);
        sampleTableTail(out, open);
        out.end(minf);
        out.end(mdia);
        out.end(trak);
    }

    /** ISO/IEC 14496-14 5.6 and 14496-1 7.2.6: the decoder configuration of AAC. */
    private static void elementaryStream(BoxWriter out, byte[] config) {
        int specific = config.length;
        int decoder = 13 + 5 + specific;
        int esds = out.begin("esds", 0, 0);
        descriptor(out, 0x03, 3 + 5 + decoder + 5 + 1);
        out.u16(AUDIO_TRACK).u8(0);
        descriptor(out, 0x04, decoder);
        out.u8(0x40).u8(0x15).zeros(3).u32(0).u32(0);
        descriptor(out, 0x05, specific);
        out.bytes(config);
        descriptor(out, 0x06, 1);
        out.u8(2);
        out.end(esds);
    }

    private static void descriptor(BoxWriter out, int tag, int size) {
        out.u8(tag).u8(size >> 21 & 0x7f | 0x80).u8(size >> 14 & 0x7f | 0x80);
        out.u8(size >> 7 & 0x7f | 0x80).u8(size & 0x7f);
    }

    private static int trackHead(BoxWriter out, int track, int width, int height, int volume) {
        int trak = out.begin("trak");
        int tkhd = out.begin("tkhd", 0, 3);
        out.u32(0).u32(0).u32(track).u32(0).u32(0).zeros(8).u16(0).u16(0);
        out.u16(volume).u16(0).matrix().u32((long) width << 16).u32((long) height << 16);
        out.end(tkhd);
        return trak;
    }

    private static int mediaHead(BoxWriter out, int timescale, String handler, String name) {
        int mdia = out.begin("mdia");
        int mdhd = out.begin("mdhd", 0, 0);
        out.u32(0).u32(0).u32(timescale).u32(0).u16(0x55c4).u16(0); // language und
        out.end(mdhd);
        int hdlr = out.begin("hdlr", 0, 0);
        out.u32(0).type(handler).zeros(12).text(name);
        out.end(hdlr);
        return mdia;
    }

    /** Answers where {@code stbl} and {@code stsd} start; the sample entry follows. */
    private static int[] sampleTableHead(BoxWriter out) {
        int dinf = out.begin("dinf");
        int dref = out.begin("dref", 0, 0);
        out.u32(1);
        int url = out.begin("url ", 0, 1);
        out.end(url);
        out.end(dref);
        out.end(dinf);
        int stbl = out.begin("stbl");
        int stsd = out.begin("stsd", 0, 0);
        out.u32(1);
        return new int[] {stbl, stsd};
    }

    private static void sampleTableTail(BoxWriter out, int[] open) {
        out.end(open[1]);
        for (String type : new String[] {"stts", "stsc", "stco"}) {
            int box = out.begin(type, 0, 0);
            out.u32(0);
            out.end(box);
        }
        int stsz = out.begin("stsz", 0, 0);
        out.u32(0).u32(0);
        out.end(stsz);
        out.end(open[0]);
    }
}

package tw.nvr.storage;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentPool;
import tw.nvr.core.footage.SampleTable;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;

/**
 * Makes the fragments of a run without a camera: 64×48 H.264 of 25 pictures a second, one second each, the pictures real
 * ones of libx264 with a filler NAL unit behind them, and silence as AAC where sound is wanted.
 */
public final class SyntheticRun {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SPS = HEX.parseHex("6742c00ad9047b0110000003001000000300a0f1226480");
    private static final byte[] PPS = HEX.parseHex("68cb804d2c80");
    private static final byte[] IDR =
            HEX.parseHex("6588843ffe45e52c6c5007c50c6f3fc0938d9260af8200113360b2ccbc015b718231"
                    + "8ea050d552a8198e00402f06040d0c00410156f7fdb07f7fbfed830e23070080037101000101588000517e784134a63a339e58e29f"
                    + "0cc9de84489852600104009c80020445fd7f003339a98337eba0ffb421ffc11746c9dbcd53ccfffe9ffd87ead7fa7c238001f8722f"
                    + "d8903cffeb5be4596bcb3ac1c0828101714502e6a43a08cb97e144fe81506521501949618631ced189eaae238014030fd7ad9ee0af"
                    + "969dc0c0029424c1507408c82c06d22c41e8d43a307702948f0996041fcf1de01802738ff103f796d7b2ee19b1f03000140fa183d8"
                    + "07c03b48780ccb240be3902d0583690a03690b8346b8e3fb403287fd411e87c77f7a9b0b306db5f8390a34000a2100264d40a57cd2"
                    + "853f1c0264503c7826962e2d80");
    private static final byte[] P = HEX.parseHex("419a39e27821eaa8efd6ff043ddedf5f60");
    private static final byte[] SILENCE = HEX.parseHex("211004608c1c");

    /** Pictures only. */
    public static final StreamFormat PICTURES = new StreamFormat(video(), Optional.empty());

    /** Pictures and sound. */
    public static final StreamFormat WITH_SOUND =
            new StreamFormat(video(), Optional.of(new AudioFormat(8000, 1, new byte[] {0x15, (byte) 0x88})));

    private final FragmentPool pool;
    private final Instant start;
    private final boolean sound;
    private final int groupFragments;
    private final int filler;
    private long next;
    private long audioUnits;

    /**
     * @param groupFragments seconds from one key frame to the next
     * @param filler bytes added to each picture
     */
    public SyntheticRun(FragmentPool pool, Instant start, boolean sound, int groupFragments, int filler) {
        this.pool = pool;
        this.start = start;
        this.sound = sound;
        this.groupFragments = groupFragments;
        this.filler = filler;
    }

    /** When the next fragment starts. */
    public Instant at() {
        return start.plusSeconds(next);
    }

    /** The next second. */
    public Fragment next() {
        return next(25);
    }

    /** The next second, of which only so many pictures are there: they last longer. */
    public Fragment next(int pictures) {
        Fragment f = pool.take(pictures * (400 + filler) + 4000).orElseThrow();
        f.start(at());
        SampleTable v = f.video();
        v.baseDecodeTicks(next * 90_000);
        for (int i = 0; i < pictures; i++) {
            boolean key = i == 0 && next % groupFragments == 0;
            v.add(picture(f.buffer(), key ? IDR : P), 90_000 / pictures, 0, key);
        }
        if (sound) {
            SampleTable a = f.audio();
            a.baseDecodeTicks(audioUnits * AudioFormat.SAMPLES_PER_UNIT);
            for (int i = 0; i < 8; i++) {
                f.buffer().put(SILENCE);
                a.add(SILENCE.length, AudioFormat.SAMPLES_PER_UNIT, 0, true);
                audioUnits++;
            }
        }
        next++;
        return f;
    }

    /** Leaves seconds out, as a lost connection does. */
    public void skip(long seconds) {
        next += seconds;
    }

    private int picture(ByteBuffer out, byte[] nal) {
        out.putInt(nal.length).put(nal);
        if (filler < 6) {
            return 4 + nal.length;
        }
        out.putInt(filler - 4).put((byte) 12);
        for (int i = 0; i < filler - 6; i++) {
            out.put((byte) 0xff);
        }
        out.put((byte) 0x80);
        return 4 + nal.length + filler;
    }

    private static VideoFormat video() {
        ByteBuffer c = ByteBuffer.allocate(11 + SPS.length + PPS.length);
        c.put((byte) 1).put(SPS, 1, 3).put((byte) 0xff).put((byte) 0xe1);
        c.putShort((short) SPS.length).put(SPS);
        c.put((byte) 1).putShort((short) PPS.length).put(PPS);
        return new VideoFormat(VideoFormat.Codec.H264, 64, 48, c.array());
    }
}

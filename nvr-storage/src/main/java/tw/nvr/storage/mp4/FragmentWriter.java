package tw.nvr.storage.mp4;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.SampleTable;

/**
 * Turns a {@link Fragment} into one aligned write, in its own buffer: {@code free prft moof mdat free} (clauses 8.1.2,
 * 8.16.5, 8.8.4 of ISO/IEC 14496-12). {@code prft} says in UTC when the first picture was taken, so that the time of every
 * fragment can be told from the file alone; the last {@code free} box carries a CRC-32C over everything before it, so that
 * recovery can tell a whole fragment from one whose blocks never reached the disk. Stateless.
 */
public final class FragmentWriter {
    /** First four bytes in the last {@code free} box, in front of the checksum. */
    static final int SEAL_MAGIC = 0x6e767243; // "nvrC"

    /** The last {@code free} box: head, magic, checksum. */
    static final int SEAL_BYTES = 16;

    private static final int PRFT_BYTES = 32;
    private static final int KEY = 0x0200_0000; // depends on no other sample
    private static final int NOT_KEY = 0x0101_0000; // depends on others, is no sync sample
    private static final int VIDEO_SAMPLE = 16;
    private static final int AUDIO_SAMPLE = 8;

    private FragmentWriter() {}

    /**
     * Lays the boxes around the samples.
     *
     * @param fragment not empty; afterwards its buffer's position and limit enclose the bytes to write
     * @param sequence number of the fragment in its file, from 1
     * @param offset where in the file it will be written
     * @return how it will lie there; empty when its tables do not fit the head room, or sizes and bytes disagree
     */
    public static Optional<StoredFragment> lay(Fragment fragment, int sequence, long offset) {
        ByteBuffer b = fragment.buffer();
        int end = b.position();
        SampleTable video = fragment.video();
        SampleTable audio = fragment.audio();
        int moof = moofBytes(video, audio);
        int head = PRFT_BYTES + moof + 8;
        long payload = video.bytes() + audio.bytes();
        int headAt = Fragment.HEAD_ROOM - head;
        if (video.count() == 0 || payload != end - Fragment.HEAD_ROOM || headAt < 0) {
            return Optional.empty();
        }
        int from = headAt / Fragment.BLOCK * Fragment.BLOCK;
        if (headAt - from > 0 && headAt - from < 8) {
            from -= Fragment.BLOCK; // a free box takes 8 bytes at least
        }
        int to = InitWriter.roundUp(end + SEAL_BYTES);
        if (from < 0 || to > b.capacity()) {
            return Optional.empty();
        }
        b.clear();
        BoxWriter out = new BoxWriter(b);
        pad(out, from, headAt);
        producerTime(out, fragment);
        movieFragment(out, fragment, sequence, moof);
        out.u32(payload + 8).type("mdat");
        seal(out, from, end, to);
        b.position(from).limit(to);
        long decode = video.baseDecodeTicks();
        FragmentRef ref = new FragmentRef(
                offset, to - from, fragment.start(), video.totalDuration(), decode, fragment.startsWithKey());
        int moofAt = headAt - from + PRFT_BYTES;
        return Optional.of(new StoredFragment(ref, moofAt, decode + video.compositionOffset(0), video.count()));
    }

    private static int moofBytes(SampleTable video, SampleTable audio) {
        int bytes = 8 + 16 + 8 + 16 + 20 + 20 + VIDEO_SAMPLE * video.count();
        return audio.count() == 0 ? bytes : bytes + 8 + 20 + 20 + 20 + AUDIO_SAMPLE * audio.count();
    }

    private static void pad(BoxWriter out, int from, int to) {
        out.buffer().position(from);
        if (to > from) {
            int free = out.begin("free");
            out.zeros(to - from - 8);
            out.end(free);
        }
    }

    private static void producerTime(BoxWriter out, Fragment fragment) {
        int prft = out.begin("prft", 1, 0);
        out.u32(InitWriter.VIDEO_TRACK).u64(NtpTime.of(fragment.start()));
        out.u64(fragment.video().baseDecodeTicks());
        out.end(prft);
    }

    private static void movieFragment(BoxWriter out, Fragment fragment, int sequence, int moofBytes) {
        int moof = out.begin("moof");
        int mfhd = out.begin("mfhd", 0, 0);
        out.u32(sequence);
        out.end(mfhd);
        videoRun(out, fragment.video(), moofBytes + 8);
        if (fragment.audio().count() > 0) {
            audioRun(out, fragment.audio(), moofBytes + 8 + fragment.video().bytes());
        }
        out.end(moof);
    }

    private static void videoRun(BoxWriter out, SampleTable t, long dataOffset) {
        int traf = out.begin("traf");
        int tfhd = out.begin("tfhd", 0, 0x020000); // default-base-is-moof
        out.u32(InitWriter.VIDEO_TRACK);
        out.end(tfhd);
        decodeTime(out, t);
        int trun = out.begin("trun", 1, 0xf01); // data offset; duration, size, flags, offset of each
        out.u32(t.count()).u32(dataOffset);
        for (int i = 0; i < t.count(); i++) {
            out.u32(t.duration(i)).u32(t.size(i)).u32(t.key(i) ? KEY : NOT_KEY).u32(t.compositionOffset(i));
        }
        out.end(trun);
        out.end(traf);
    }

    private static void audioRun(BoxWriter out, SampleTable t, long dataOffset) {
        int traf = out.begin("traf");
        int tfhd = out.begin("tfhd", 0, 0x020020); // default-base-is-moof; default flags
        out.u32(InitWriter.AUDIO_TRACK).u32(KEY);
        out.end(tfhd);
        decodeTime(out, t);
        int trun = out.begin("trun", 1, 0x301); // data offset; duration, size of each
        out.u32(t.count()).u32(dataOffset);
        for (int i = 0; i < t.count(); i++) {
            out.u32(t.duration(i)).u32(t.size(i));
        }
        out.end(trun);
        out.end(traf);
    }

    private static void decodeTime(BoxWriter out, SampleTable t) {
        int tfdt = out.begin("tfdt", 1, 0);
        out.u64(t.baseDecodeTicks());
        out.end(tfdt);
    }

    private static void seal(BoxWriter out, int from, int end, int to) {
        ByteBuffer b = out.buffer();
        CRC32C crc = new CRC32C();
        crc.update(b.duplicate().position(from).limit(end));
        b.position(end);
        int free = out.begin("free");
        out.u32(SEAL_MAGIC).u32(crc.getValue()).zeros(to - b.position());
        out.end(free);
    }
}

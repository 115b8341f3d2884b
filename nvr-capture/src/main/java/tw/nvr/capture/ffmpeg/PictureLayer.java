package tw.nvr.capture.ffmpeg;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.codec.AnnexB;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.H264;
import tw.nvr.capture.codec.H265;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.VideoFormat;

/**
 * Lays libavformat's pictures into the sink: takes the parameter sets out, learns the format from them, puts lengths where
 * start codes were. Capture thread only.
 */
final class PictureLayer {
    private final VideoFormat.Codec codec;
    private final Optional<AudioFormat> audio;
    private final Sets sets = new Sets();
    private final List<Nal> nals = new ArrayList<>();
    private final int lengthBytes;
    private VideoFormat told;

    private record Nal(int offset, int length) {}

    /** The latest parameter set of each type; all PPS of H.264, which may be several. */
    private static final class Sets {
        byte[] vps;
        byte[] sps;
        List<byte[]> pps = new ArrayList<>();
        boolean changed;
    }

    /**
     * Starts with what the description said.
     *
     * @param extradata avcC or hvcC (then pictures bear lengths), or sets behind start codes, or nothing
     */
    PictureLayer(VideoFormat.Codec codec, byte[] extradata, Optional<AudioFormat> audio) {
        this.codec = codec;
        this.audio = audio;
        boolean record = extradata.length > 6 && extradata[0] == 1;
        this.lengthBytes = !record ? 0 : (extradata[codec == VideoFormat.Codec.H264 ? 4 : 21] & 3) + 1;
        ByteBuffer in = ByteBuffer.wrap(extradata);
        if (!record) {
            AnnexB.split(in, (b, offset, length) -> keepSet(b, offset, length));
        } else if (codec == VideoFormat.Codec.H264) {
            readAvcC(in);
        } else {
            readHvcC(in);
        }
    }

    /**
     * Lays one picture.
     *
     * @return whether it was laid; otherwise it was dropped, or nothing can be laid yet
     */
    boolean lay(byte[] data, long ticks, boolean keyFlag, boolean damaged, StreamSink sink) {
        ByteBuffer in = ByteBuffer.wrap(data);
        nals.clear();
        if (lengthBytes > 0) {
            splitLengths(in);
        } else {
            AnnexB.split(in, this::sort);
        }
        boolean key = codec == VideoFormat.Codec.H264 && keyFlag || hasKey(in);
        if (sets.changed && (key || told == null)) {
            sets.changed = false;
            tell(sink);
        }
        int total = nals.stream().mapToInt(n -> n.length() + 4).sum();
        if (told == null || total == 0) {
            return false;
        }
        ByteBuffer out = sink.room(total);
        if (out == null) {
            sink.dropUnit(true);
            return false;
        }
        for (Nal nal : nals) {
            out.putInt(nal.length()).put(data, nal.offset(), nal.length());
        }
        sink.videoUnit(ticks, key, damaged);
        return true;
    }

    boolean hasAudio() {
        return audio.isPresent();
    }

    private void tell(StreamSink sink) {
        try {
            boolean complete = sets.sps != null && !sets.pps.isEmpty();
            if (!complete || codec == VideoFormat.Codec.H265 && sets.vps == null) {
                return;
            }
            boolean avc = codec == VideoFormat.Codec.H264;
            VideoFormat format =
                    avc ? H264.format(sets.sps, sets.pps) : H265.format(sets.vps, sets.sps, sets.pps.get(0));
            if (!format.equals(told)) {
                told = format;
                sink.format(format, avc ? H264.reorderDepth(sets.sps) : H265.reorderDepth(sets.sps), audio);
            }
        } catch (CodecException e) {
            // Sets that do not fit together: what was told before stays in force until better ones come.
            sets.changed = true;
        }
    }

    private void splitLengths(ByteBuffer in) {
        int at = 0;
        while (at + lengthBytes <= in.limit()) {
            int length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | in.get(at++) & 0xff;
            }
            if (length < 1 || length > in.limit() - at) {
                return;
            }
            sort(in, at, length);
            at += length;
        }
    }

    private void sort(ByteBuffer in, int offset, int length) {
        if (!keepSet(in, offset, length)) {
            nals.add(new Nal(offset, length));
        }
    }

    private boolean hasKey(ByteBuffer in) {
        return nals.stream().anyMatch(n -> {
            byte header = in.get(n.offset());
            return codec == VideoFormat.Codec.H265
                    ? H265.isKey(H265.nalType(header))
                    : (header & 0x1f) == H264.NAL_IDR || isRecoveryPoint(in, n);
        });
    }

    /** A recovery point that is exact at once (H.264 D.2.8: payload type 6, recovery_frame_cnt 0), sent first. */
    private static boolean isRecoveryPoint(ByteBuffer in, Nal nal) {
        return nal.length() > 4
                && (in.get(nal.offset()) & 0x1f) == H264.NAL_SEI
                && in.get(nal.offset() + 1) == 6
                && (in.get(nal.offset() + 3) & 0x80) != 0;
    }

    private boolean keepSet(ByteBuffer in, int offset, int length) {
        boolean avc = codec == VideoFormat.Codec.H264;
        int type = avc ? in.get(offset) & 0x1f : H265.nalType(in.get(offset));
        boolean vps = !avc && type == H265.NAL_VPS;
        boolean sps = type == (avc ? H264.NAL_SPS : H265.NAL_SPS);
        boolean pps = type == (avc ? H264.NAL_PPS : H265.NAL_PPS);
        if (!vps && !sps && !pps) {
            return false;
        }
        byte[] set = new byte[length];
        in.get(offset, set);
        if (vps && !Arrays.equals(set, sets.vps)) {
            sets.vps = set;
            sets.changed = true;
        } else if (sps && !Arrays.equals(set, sets.sps)) {
            sets.sps = set;
            sets.pps.clear();
            sets.changed = true;
        } else if (pps) {
            keepPps(set, avc);
        }
        return true;
    }

    private void keepPps(byte[] set, boolean avc) {
        if (sets.pps.stream().anyMatch(known -> Arrays.equals(known, set))) {
            return;
        }
        sets.pps.removeIf(known -> !avc || sameId(known, set));
        sets.pps.add(set);
        sets.changed = true;
    }

    private static boolean sameId(byte[] a, byte[] b) {
        try {
            return H264.ppsId(a) == H264.ppsId(b);
        } catch (CodecException e) {
            return true; // of two that cannot be told apart the later one stays
        }
    }

    private void readAvcC(ByteBuffer in) {
        int at = 5;
        for (int kind = 0; kind < 2 && at < in.limit(); kind++) {
            int count = in.get(at++) & (kind == 0 ? 0x1f : 0xff);
            at = readSets(in, at, count);
        }
    }

    private void readHvcC(ByteBuffer in) {
        int at = 23;
        int arrays = in.limit() > 22 ? in.get(22) & 0xff : 0;
        for (int i = 0; i < arrays && at + 3 <= in.limit(); i++) {
            int count = in.getShort(at + 1) & 0xffff;
            at = readSets(in, at + 3, count);
        }
    }

    private int readSets(ByteBuffer in, int from, int count) {
        int at = from;
        for (int i = 0; i < count && at + 2 <= in.limit(); i++) {
            int length = in.getShort(at) & 0xffff;
            if (length < 1 || at + 2 + length > in.limit()) {
                return in.limit();
            }
            keepSet(in, at + 2, length);
            at += 2 + length;
        }
        return at;
    }
}

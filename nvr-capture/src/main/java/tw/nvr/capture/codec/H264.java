package tw.nvr.capture.codec;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tw.nvr.core.footage.VideoFormat;

/** H.264 (ITU-T H.264, ISO/IEC 14496-10): NAL unit types, parameter sets, decoder configuration. Pure functions. */
public final class H264 {
    public static final int NAL_SLICE = 1;
    public static final int NAL_PARTITION_A = 2;
    public static final int NAL_IDR = 5;
    public static final int NAL_SEI = 6;
    public static final int NAL_SPS = 7;
    public static final int NAL_PPS = 8;
    public static final int NAL_DELIMITER = 9;

    static final int PROFILE_BASELINE = 66;
    private static final int PROFILE_MAIN = 77;
    private static final int PROFILE_EXTENDED = 88;
    private static final int MAX_PPS_ID = 255;

    private H264() {}

    /**
     * The format of a stream with one picture parameter set.
     *
     * @param sps NAL unit of type 7 without start code
     * @param pps NAL unit of type 8 without start code
     * @throws CodecException when one of them is not what it should be, or they do not belong together
     */
    public static VideoFormat format(byte[] sps, byte[] pps) throws CodecException {
        return format(sps, List.of(pps));
    }

    /** The same with all picture parameter sets that refer to the sequence parameter set: 1 to 255. */
    public static VideoFormat format(byte[] sps, List<byte[]> ppsList) throws CodecException {
        H264Sps parsed = H264Sps.parse(sps);
        if (ppsList.isEmpty() || ppsList.size() > MAX_PPS_ID) {
            throw new CodecException(ppsList.size() + " H.264 picture parameter sets");
        }
        for (byte[] pps : ppsList) {
            if (spsIdOfPps(pps) != parsed.id()) {
                throw new CodecException("H.264 picture parameter set of another sequence parameter set");
            }
        }
        if (parsed.width() > 16384 || parsed.height() > 16384) {
            throw new CodecException("H.264 picture of " + parsed.width() + "x" + parsed.height());
        }
        return new VideoFormat(
                VideoFormat.Codec.H264, parsed.width(), parsed.height(), decoderConfiguration(parsed, sps, ppsList));
    }

    /**
     * How many pictures at the most precede another in decoding order and follow it in output order.
     *
     * @throws CodecException when it is not a sequence parameter set
     */
    public static int reorderDepth(byte[] sps) throws CodecException {
        return H264Sps.parse(sps).reorderDepth();
    }

    /** pic_parameter_set_id of a NAL unit of type 8, 0 to 255. */
    public static int ppsId(byte[] pps) throws CodecException {
        return ppsField(pps, 0);
    }

    /** seq_parameter_set_id that a NAL unit of type 8 refers to, 0 to 31. */
    public static int spsIdOfPps(byte[] pps) throws CodecException {
        return ppsField(pps, 1);
    }

    private static int ppsField(byte[] pps, int index) throws CodecException {
        if (pps.length < 2 || pps.length > H264Sps.MAX_BYTES || (pps[0] & 0x1f) != NAL_PPS) {
            throw new CodecException("not an H.264 picture parameter set: " + pps.length + " bytes");
        }
        RbspReader in = RbspReader.of(pps, 1);
        int ppsId = in.ue();
        int spsId = in.ue();
        if (in.bad() || ppsId > MAX_PPS_ID || spsId > 31) {
            throw new CodecException("H.264 picture parameter set with impossible ids");
        }
        return index == 0 ? ppsId : spsId;
    }

    /** Whether the sequence parameter set carries chroma format and bit depths: every profile but the first three. */
    static boolean isHighProfile(int profile) {
        return profile != PROFILE_BASELINE && profile != PROFILE_MAIN && profile != PROFILE_EXTENDED;
    }

    /** Table A-1, MaxDpbMbs; the largest for a level that is not in it. */
    static int maxDpbMacroblocks(int profile, int constraints, int level) {
        boolean level1b = level == 11 && (constraints & 0x10) != 0 && !isHighProfile(profile);
        return switch (level1b ? 9 : level) {
            case 9, 10 -> 396;
            case 11 -> 900;
            case 12, 13, 20 -> 2376;
            case 21 -> 4752;
            case 22, 30 -> 8100;
            case 31 -> 18_000;
            case 32 -> 20_480;
            case 40, 41 -> 32_768;
            case 42 -> 34_816;
            case 50 -> 110_400;
            case 51, 52 -> 184_320;
            default -> 696_320;
        };
    }

    /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1), NAL unit lengths of four bytes. */
    private static byte[] decoderConfiguration(H264Sps parsed, byte[] sps, List<byte[]> ppsList) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 + sps.length);
        out.write(1);
        out.write(sps, 1, 3);
        out.write(0xfc | 3);
        out.write(0xe0 | 1);
        writeSet(out, sps);
        out.write(ppsList.size());
        ppsList.forEach(pps -> writeSet(out, pps));
        if (isHighProfile(parsed.profile())) {
            out.write(0xfc | parsed.chromaFormat());
            out.write(0xf8 | parsed.bitDepthLuma() - 8);
            out.write(0xf8 | parsed.bitDepthChroma() - 8);
            out.write(0);
        }
        return out.toByteArray();
    }

    private static void writeSet(ByteArrayOutputStream out, byte[] set) {
        out.write(set.length >> 8);
        out.write(set.length);
        out.write(set, 0, set.length);
    }
}

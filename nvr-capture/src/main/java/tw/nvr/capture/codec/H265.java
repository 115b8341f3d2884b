package tw.nvr.capture.codec;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tw.nvr.core.footage.VideoFormat;

/** H.265 (ITU-T H.265, ISO/IEC 23008-2): NAL unit types, parameter sets, decoder configuration. Pure functions. */
public final class H265 {
    public static final int NAL_RASL_N = 8;
    public static final int NAL_RASL_R = 9;
    public static final int NAL_BLA_W_LP = 16;
    public static final int NAL_IDR_W_RADL = 19;
    public static final int NAL_CRA = 21;
    public static final int NAL_VPS = 32;
    public static final int NAL_SPS = 33;
    public static final int NAL_PPS = 34;
    public static final int NAL_DELIMITER = 35;
    public static final int NAL_END_OF_SEQUENCE = 36;
    public static final int NAL_END_OF_BITSTREAM = 37;

    /** The last type that the standard keeps to itself; those behind it mean what a transport says. */
    public static final int NAL_RESERVED_LAST = 47;

    public static final int MAX_PPS_ID = 63;

    private H265() {}

    /** nal_unit_type from the first header byte (7.3.1.2). */
    public static int nalType(byte header) {
        return header >> 1 & 0x3f;
    }

    /** Whether it is a slice segment of a type that decoders know. */
    public static boolean isSlice(int nalType) {
        return nalType <= NAL_RASL_R || isKey(nalType);
    }

    /** Whether it is a parameter set of the video, a sequence or a picture. */
    public static boolean isSet(int nalType) {
        return nalType >= NAL_VPS && nalType <= NAL_PPS;
    }

    /** Whether it is of a picture that is skipped when decoding starts at the IRAP picture before it (RASL, 7.4.2.2). */
    public static boolean isSkippedLeading(int nalType) {
        return nalType == NAL_RASL_N || nalType == NAL_RASL_R;
    }

    /** Whether decoding can start at this NAL unit type: BLA, IDR or CRA (IRAP pictures, 7.4.2.2). */
    public static boolean isKey(int nalType) {
        return nalType >= NAL_BLA_W_LP && nalType <= NAL_CRA;
    }

    /**
     * The format of a stream with one picture parameter set.
     *
     * @param vps NAL unit of type 32 without start code
     * @param sps NAL unit of type 33 without start code
     * @param pps NAL unit of type 34 without start code
     * @throws CodecException when one of them is not what it should be
     */
    public static VideoFormat format(byte[] vps, byte[] sps, byte[] pps) throws CodecException {
        return format(vps, sps, List.of(pps));
    }

    /** The same with all picture parameter sets that refer to the sequence parameter set: 1 to 64. */
    public static VideoFormat format(byte[] vps, byte[] sps, List<byte[]> ppsList) throws CodecException {
        H265Sps parsed = H265Sps.parse(sps);
        requireType(vps, NAL_VPS);
        if (ppsList.isEmpty() || ppsList.size() > MAX_PPS_ID + 1) {
            throw new CodecException(ppsList.size() + " H.265 picture parameter sets");
        }
        for (byte[] pps : ppsList) {
            requireType(pps, NAL_PPS);
        }
        return new VideoFormat(
                VideoFormat.Codec.H265,
                parsed.width(),
                parsed.height(),
                decoderConfiguration(parsed, List.of(List.of(vps), List.of(sps), ppsList)));
    }

    /** vps_video_parameter_set_id of a NAL unit of type 32, 0 to 15. */
    public static int vpsId(byte[] vps) throws CodecException {
        requireType(vps, NAL_VPS);
        return vps[2] >> 4 & 0x0f;
    }

    /** pps_pic_parameter_set_id of a NAL unit of type 34, 0 to 63. */
    public static int ppsId(byte[] pps) throws CodecException {
        return ppsField(pps, 0);
    }

    /** pps_seq_parameter_set_id of a NAL unit of type 34, 0 to 15. */
    public static int spsIdOfPps(byte[] pps) throws CodecException {
        return ppsField(pps, 1);
    }

    private static int ppsField(byte[] pps, int index) throws CodecException {
        requireType(pps, NAL_PPS);
        RbspReader in = RbspReader.of(pps, 2);
        int ppsId = in.ue();
        int spsId = in.ue();
        if (in.bad() || ppsId > MAX_PPS_ID || spsId > 15) {
            throw new CodecException("H.265 picture parameter set with impossible ids");
        }
        return index == 0 ? ppsId : spsId;
    }

    /**
     * How many pictures at the most precede another in decoding order and follow it in output order.
     *
     * @throws CodecException when it is not a sequence parameter set
     */
    public static int reorderDepth(byte[] sps) throws CodecException {
        return H265Sps.parse(sps).reorderDepth();
    }

    private static void requireType(byte[] nal, int type) throws CodecException {
        if (nal.length < 3 || nal.length > H265Sps.MAX_BYTES || nalType(nal[0]) != type) {
            throw new CodecException("not an H.265 parameter set of type " + type);
        }
    }

    /** HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 8.3.3.1), NAL unit lengths of four bytes. */
    private static byte[] decoderConfiguration(H265Sps sps, List<List<byte[]>> arrays) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(1);
        out.write(sps.generalProfile(), 0, sps.generalProfile().length);
        writeShort(out, 0xf000); // min_spatial_segmentation_idc: unknown
        out.write(0xfc); // parallelismType: unknown
        out.write(0xfc | sps.chromaFormat());
        out.write(0xf8 | sps.bitDepthLuma() - 8);
        out.write(0xf8 | sps.bitDepthChroma() - 8);
        writeShort(out, 0); // avgFrameRate: unknown
        out.write(sps.maxSubLayers() << 3 | (sps.temporalNesting() ? 4 : 0) | 3);
        out.write(arrays.size());
        for (List<byte[]> sets : arrays) {
            out.write(0x80 | nalType(sets.get(0)[0])); // array_completeness: none in band
            writeShort(out, sets.size());
            for (byte[] set : sets) {
                writeShort(out, set.length);
                out.write(set, 0, set.length);
            }
        }
        return out.toByteArray();
    }

    private static void writeShort(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}

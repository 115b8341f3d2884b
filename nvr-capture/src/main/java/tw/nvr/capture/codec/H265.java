package tw.nvr.capture.codec;

import java.io.ByteArrayOutputStream;
import tw.nvr.core.footage.VideoFormat;

/** H.265 (ITU-T H.265, ISO/IEC 23008-2): NAL unit types, parameter sets, decoder configuration. Pure functions. */
public final class H265 {
    public static final int NAL_BLA_W_LP = 16;
    public static final int NAL_CRA = 21;
    public static final int NAL_VPS = 32;
    public static final int NAL_SPS = 33;
    public static final int NAL_PPS = 34;

    private H265() {}

    /** nal_unit_type from the first header byte (7.3.1.2). */
    public static int nalType(byte header) {
        return header >> 1 & 0x3f;
    }

    /** Whether decoding can start at this NAL unit type: BLA, IDR or CRA (IRAP pictures, 7.4.2.2). */
    public static boolean isKey(int nalType) {
        return nalType >= NAL_BLA_W_LP && nalType <= NAL_CRA;
    }

    /**
     * The format of a stream.
     *
     * @param vps NAL unit of type 32 without start code
     * @param sps NAL unit of type 33 without start code
     * @param pps NAL unit of type 34 without start code
     * @throws CodecException when one of them is not what it should be
     */
    public static VideoFormat format(byte[] vps, byte[] sps, byte[] pps) throws CodecException {
        H265Sps parsed = H265Sps.parse(sps);
        requireType(vps, NAL_VPS);
        requireType(pps, NAL_PPS);
        return new VideoFormat(
                VideoFormat.Codec.H265, parsed.width(), parsed.height(), decoderConfiguration(parsed, new byte[][] {
                    vps, sps, pps
                }));
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
    private static byte[] decoderConfiguration(H265Sps sps, byte[][] sets) {
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
        out.write(sets.length);
        for (byte[] set : sets) {
            out.write(0x80 | nalType(set[0])); // array_completeness: none in band
            writeShort(out, 1);
            writeShort(out, set.length);
            out.write(set, 0, set.length);
        }
        return out.toByteArray();
    }

    private static void writeShort(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}

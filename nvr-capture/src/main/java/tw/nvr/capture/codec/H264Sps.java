package tw.nvr.capture.codec;

import java.util.OptionalDouble;

/**
 * A sequence parameter set of H.264 (7.3.2.1.1), as far as a recorder needs it. Immutable.
 *
 * @param profile profile_idc
 * @param constraints the byte with the constraint_set flags
 * @param level level_idc, ten times the level; 9 for level 1b
 * @param id seq_parameter_set_id, 0 to 31
 * @param chromaFormat chroma_format_idc, 0 to 3; 1 is 4:2:0
 * @param bitDepthLuma 8 to 14
 * @param bitDepthChroma 8 to 14
 * @param width luma samples, cropped
 * @param height luma samples, cropped
 * @param framesOnly frame_mbs_only_flag: whether no picture is a field
 * @param reorderDepth how many pictures at the most precede another in decoding order and follow it in output order
 * @param pictureRate frames a second that the VUI claims; empty when it claims none or an impossible one
 */
public record H264Sps(
        int profile,
        int constraints,
        int level,
        int id,
        int chromaFormat,
        int bitDepthLuma,
        int bitDepthChroma,
        int width,
        int height,
        boolean framesOnly,
        int reorderDepth,
        OptionalDouble pictureRate) {
    /** Largest parameter set that is looked at, in bytes; real ones have 10 to 200. */
    public static final int MAX_BYTES = 4096;

    /**
     * Reads a NAL unit of type 7, with its header byte and its emulation prevention.
     *
     * @throws CodecException when it is not one, is cut short, or says what cannot be
     */
    public static H264Sps parse(byte[] nal) throws CodecException {
        if (nal.length < 4 || nal.length > MAX_BYTES || (nal[0] & 0x1f) != H264.NAL_SPS) {
            throw new CodecException("not an H.264 sequence parameter set: " + nal.length + " bytes");
        }
        return new H264SpsParser(nal).parse();
    }
}

package tw.nvr.capture.codec;

/**
 * A sequence parameter set of H.265 (7.3.2.2), as far as a container needs it. Immutable.
 *
 * @param vpsId sps_video_parameter_set_id
 * @param id sps_seq_parameter_set_id, 0 to 15
 * @param maxSubLayers sps_max_sub_layers_minus1 + 1, 1 to 7
 * @param temporalNesting sps_temporal_id_nesting_flag
 * @param generalProfile the twelve bytes of general profile, tier and level, emulation prevention removed
 * @param chromaFormat chroma_format_idc, 0 to 3
 * @param bitDepthLuma 8 to 16
 * @param bitDepthChroma 8 to 16
 * @param width luma samples, cropped
 * @param height luma samples, cropped
 * @param reorderDepth sps_max_num_reorder_pics of the highest sub-layer
 */
public record H265Sps(
        int vpsId,
        int id,
        int maxSubLayers,
        boolean temporalNesting,
        byte[] generalProfile,
        int chromaFormat,
        int bitDepthLuma,
        int bitDepthChroma,
        int width,
        int height,
        int reorderDepth) {
    /** Largest parameter set that is looked at, in bytes. */
    public static final int MAX_BYTES = 4096;

    private static final int PROFILE_BYTES = 12;

    /**
     * Reads a NAL unit of type 33, with its two header bytes and its emulation prevention.
     *
     * @throws CodecException when it is not one, is cut short, or says what cannot be
     */
    public static H265Sps parse(byte[] nal) throws CodecException {
        if (nal.length < 16 || nal.length > MAX_BYTES || (nal[0] >> 1 & 0x3f) != H265.NAL_SPS) {
            throw new CodecException("not an H.265 sequence parameter set: " + nal.length + " bytes");
        }
        RbspReader in = RbspReader.of(nal, 2);
        int vpsId = in.bits(4);
        int subLayers = 1 + in.bits(3);
        boolean nesting = in.flag();
        byte[] profile = profile(in, subLayers);
        int id = bounded(in, in.ue(), 15, "sps_seq_parameter_set_id");
        int chroma = bounded(in, in.ue(), 3, "chroma_format_idc");
        boolean separatePlanes = chroma == 3 && in.flag();
        int[] size = size(in, chroma, separatePlanes);
        int luma = 8 + bounded(in, in.ue(), 8, "bit_depth_luma");
        int chromaDepth = 8 + bounded(in, in.ue(), 8, "bit_depth_chroma");
        int reorder = reorderDepth(in, subLayers);
        return new H265Sps(
                vpsId, id, subLayers, nesting, profile, chroma, luma, chromaDepth, size[0], size[1], reorder);
    }

    /** 7.3.3 profile_tier_level: keeps the general part, reads past the sub-layers. */
    private static byte[] profile(RbspReader in, int subLayers) throws CodecException {
        if (subLayers > 7) {
            throw new CodecException("H.265 with " + subLayers + " sub-layers");
        }
        byte[] general = new byte[PROFILE_BYTES];
        for (int i = 0; i < PROFILE_BYTES; i++) {
            general[i] = (byte) in.bits(8);
        }
        int present = subLayers > 1 ? in.bits(16) : 0; // two flags for each of eight sub-layers
        for (int i = 0; i < subLayers - 1; i++) {
            int flags = present >> 14 - 2 * i & 3;
            in.skip((flags & 2) != 0 ? 88 : 0);
            in.skip((flags & 1) != 0 ? 8 : 0);
        }
        return general;
    }

    private static int[] size(RbspReader in, int chroma, boolean separatePlanes) throws CodecException {
        long width = bounded(in, in.ue(), 16384, "pic_width_in_luma_samples");
        long height = bounded(in, in.ue(), 16384, "pic_height_in_luma_samples");
        if (in.flag()) {
            int unitX = !separatePlanes && (chroma == 1 || chroma == 2) ? 2 : 1;
            int unitY = !separatePlanes && chroma == 1 ? 2 : 1;
            width -= unitX * ((long) in.ue() + in.ue());
            height -= unitY * ((long) in.ue() + in.ue());
        }
        if (width < 1 || height < 1) {
            throw new CodecException("H.265 picture cropped to nothing");
        }
        return new int[] {(int) width, (int) height};
    }

    private static int reorderDepth(RbspReader in, int subLayers) throws CodecException {
        bounded(in, in.ue(), 12, "log2_max_pic_order_cnt_lsb");
        boolean each = in.flag();
        int reorder = 0;
        for (int i = each ? 0 : subLayers - 1; i < subLayers; i++) {
            in.ue(); // sps_max_dec_pic_buffering_minus1
            reorder = bounded(in, in.ue(), 16, "sps_max_num_reorder_pics");
            in.ue(); // sps_max_latency_increase_plus1
        }
        return reorder;
    }

    private static int bounded(RbspReader in, int value, int max, String name) throws CodecException {
        if (in.bad() || value > max) {
            throw new CodecException("H.265 sequence parameter set: " + name + " out of range");
        }
        return value;
    }
}

package tw.nvr.capture.codec;

import java.util.OptionalDouble;

/** Reads one sequence parameter set (H.264 7.3.2.1.1 and annex E). Used once, by one thread. */
final class H264SpsParser {
    private static final int EXTENDED_SAR = 255;
    private static final int MAX_MACROBLOCKS_A_SIDE = 1024;

    private final RbspReader in;
    private final int profile;
    private final int constraints;
    private final int level;
    private int chromaFormat = 1;
    private boolean separatePlanes;
    private int bitDepthLuma = 8;
    private int bitDepthChroma = 8;
    private int orderCountType;
    private int referenceFrames;
    private int widthInMacroblocks;
    private int heightInMacroblocks;
    private boolean framesOnly;
    private OptionalDouble rate = OptionalDouble.empty();
    private int claimedReorder = -1;

    H264SpsParser(byte[] nal) {
        profile = nal[1] & 0xff;
        constraints = nal[2] & 0xff;
        level = nal[3] & 0xff;
        in = RbspReader.of(nal, 4);
    }

    H264Sps parse() throws CodecException {
        int id = bounded(in.ue(), 31, "seq_parameter_set_id");
        if (H264.isHighProfile(profile)) {
            chroma();
        }
        bounded(in.ue(), 12, "log2_max_frame_num");
        orderCount();
        referenceFrames = bounded(in.ue(), 32, "max_num_ref_frames");
        in.flag(); // gaps_in_frame_num_value_allowed_flag
        int[] size = size();
        // What follows the size only refines: cameras that end the set early or write a broken VUI are still recorded.
        boolean sizeKnown = !in.bad();
        if (!sizeKnown) {
            throw new CodecException("H.264 sequence parameter set is cut short");
        }
        if (in.flag()) {
            vui();
        }
        return new H264Sps(
                profile,
                constraints,
                level,
                id,
                chromaFormat,
                bitDepthLuma,
                bitDepthChroma,
                size[0],
                size[1],
                framesOnly,
                reorderDepth(),
                rate);
    }

    private void chroma() throws CodecException {
        chromaFormat = bounded(in.ue(), 3, "chroma_format_idc");
        separatePlanes = chromaFormat == 3 && in.flag();
        bitDepthLuma = 8 + bounded(in.ue(), 6, "bit_depth_luma");
        bitDepthChroma = 8 + bounded(in.ue(), 6, "bit_depth_chroma");
        in.flag(); // qpprime_y_zero_transform_bypass_flag
        if (in.flag()) {
            int lists = chromaFormat == 3 ? 12 : 8;
            for (int i = 0; i < lists; i++) {
                if (in.flag()) {
                    scalingList(i < 6 ? 16 : 64);
                }
            }
        }
    }

    /** H.264 7.3.2.1.1.1; only read past. */
    private void scalingList(int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size && !in.bad(); i++) {
            if (next != 0) {
                next = last + in.se() & 0xff;
            }
            last = next == 0 ? last : next;
        }
    }

    private void orderCount() throws CodecException {
        orderCountType = bounded(in.ue(), 2, "pic_order_cnt_type");
        if (orderCountType == 0) {
            bounded(in.ue(), 12, "log2_max_pic_order_cnt_lsb");
        } else if (orderCountType == 1) {
            in.flag();
            in.se();
            in.se();
            int cycle = bounded(in.ue(), 255, "num_ref_frames_in_pic_order_cnt_cycle");
            for (int i = 0; i < cycle && !in.bad(); i++) {
                in.se();
            }
        }
    }

    private int[] size() throws CodecException {
        widthInMacroblocks = 1 + bounded(in.ue(), MAX_MACROBLOCKS_A_SIDE - 1, "pic_width_in_mbs");
        int mapUnits = 1 + bounded(in.ue(), MAX_MACROBLOCKS_A_SIDE - 1, "pic_height_in_map_units");
        framesOnly = in.flag();
        heightInMacroblocks = framesOnly ? mapUnits : 2 * mapUnits;
        if (!framesOnly) {
            in.flag(); // mb_adaptive_frame_field_flag
        }
        in.flag(); // direct_8x8_inference_flag
        int width = 16 * widthInMacroblocks;
        int height = 16 * heightInMacroblocks;
        if (in.flag()) {
            int unitX = separatePlanes || chromaFormat == 0 || chromaFormat == 3 ? 1 : 2;
            int unitY = (separatePlanes || chromaFormat != 1 ? 1 : 2) * (framesOnly ? 1 : 2);
            long left = in.ue();
            long right = in.ue();
            long top = in.ue();
            long bottom = in.ue();
            width = cropped(width, unitX * (left + right));
            height = cropped(height, unitY * (top + bottom));
        }
        return new int[] {width, height};
    }

    private static int cropped(int size, long crop) throws CodecException {
        if (crop >= size) {
            throw new CodecException("H.264 picture cropped to nothing");
        }
        return (int) (size - crop);
    }

    /** Annex E.1.1. */
    private void vui() {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) {
            in.skip(32);
        }
        if (in.flag()) {
            in.flag(); // overscan_appropriate_flag
        }
        if (in.flag()) {
            in.skip(4); // video_format, video_full_range_flag
            if (in.flag()) {
                in.skip(24); // colour description
            }
        }
        if (in.flag()) {
            in.ue(); // chroma sample location
            in.ue();
        }
        if (in.flag()) {
            timing();
        }
        boolean nalHrd = in.flag();
        if (nalHrd) {
            hypotheticalDecoder();
        }
        boolean vclHrd = in.flag();
        if (vclHrd) {
            hypotheticalDecoder();
        }
        if (nalHrd || vclHrd) {
            in.flag(); // low_delay_hrd_flag
        }
        in.flag(); // pic_struct_present_flag
        if (in.flag()) {
            restriction();
        }
    }

    private void timing() {
        long unitsInTick = in.bits(32) & 0xffffffffL;
        long timeScale = in.bits(32) & 0xffffffffL;
        in.flag(); // fixed_frame_rate_flag
        if (!in.bad() && unitsInTick > 0 && timeScale > 0) {
            double claimed = timeScale / (2.0 * unitsInTick); // a frame has two ticks (E.2.1)
            rate = claimed >= 0.1 && claimed <= 300 ? OptionalDouble.of(claimed) : OptionalDouble.empty();
        }
    }

    /** Annex E.1.2; only read past. */
    private void hypotheticalDecoder() {
        int count = in.ue();
        in.skip(8);
        for (int i = 0; i <= count && i < 32 && !in.bad(); i++) {
            in.ue();
            in.ue();
            in.flag();
        }
        in.skip(20);
    }

    private void restriction() {
        in.flag(); // motion_vectors_over_pic_boundaries_flag
        for (int i = 0; i < 4; i++) {
            in.ue();
        }
        int reorder = in.ue();
        in.ue(); // max_dec_frame_buffering
        if (!in.bad() && reorder <= 16) {
            claimedReorder = reorder;
        }
    }

    /**
     * E.2.1 max_num_reorder_frames and what is inferred without it, with one step beyond the standard: pictures that wait
     * for their output are references in every real encoder, so there are never more of them than reference frames, and
     * with a single one there are no B pictures. Without that step nearly every camera of the Main profile would look as
     * if it reordered four pictures.
     */
    private int reorderDepth() {
        if (profile == H264.PROFILE_BASELINE || orderCountType == 2) {
            return 0;
        }
        if (claimedReorder >= 0) {
            return claimedReorder;
        }
        boolean intraOnly = (constraints & 0x10) != 0 && H264.isHighProfile(profile) || profile == 44;
        if (intraOnly || referenceFrames <= 1) {
            return 0;
        }
        int macroblocks = widthInMacroblocks * heightInMacroblocks;
        int buffer = Math.min(16, Math.max(1, H264.maxDpbMacroblocks(profile, constraints, level) / macroblocks));
        return Math.min(buffer, referenceFrames);
    }

    private int bounded(int value, int max, String name) throws CodecException {
        if (in.bad() || value < 0 || value > max) {
            throw new CodecException("H.264 sequence parameter set: " + name + " out of range");
        }
        return value;
    }
}

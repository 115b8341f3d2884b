package tw.nvr.capture.codec;

import java.util.HexFormat;

/** Parameter sets of real encoders: x264 and x265 through ffmpeg, and two fixed cameras. */
public final class Vectors {
    public static final byte[] BASELINE_SPS = hex("6742c01ed900a02ff97011000003000100000300320f162e48");
    public static final byte[] BASELINE_PPS = hex("68cb83cb20");
    public static final byte[] MAIN_SPS = hex("674d4028eca03c0113f2e022000003000200000300641e30632c");
    public static final byte[] MAIN_PPS = hex("68ce0fc8");
    public static final byte[] HIGH_SPS = hex("6764001facd9405005bb011000000300100000030320f1831960");
    public static final byte[] HIGH_PPS = hex("68ebe3cb22c0");
    public static final byte[] INTERLACED_422_SPS = hex("677a001ebcd940b424d8088000000300800000190f8a14cb");
    public static final byte[] HIGH10_SPS = hex("676e000da6cb40a0fd80880000030008000003019078a155");
    public static final byte[] SCALING_LISTS_444_SPS = hex("67f4000d91968150878f8fc044000003000400000300c83c50aa80");
    public static final byte[] CAMERA_BASELINE_SPS = hex("6742801696540601bd3506060640000003004000000661");
    public static final byte[] CAMERA_MAIN_SPS = hex("674d401f965281806f4d418181900000030010000003014840");
    public static final byte[] HEVC_VPS = hex("40010c01ffff016000000300900000030000030078959409");
    public static final byte[] HEVC_SPS =
            hex("420101016000000300900000030000030078a003c0801107cb965654a4c2f0168080000003008000000c84");
    public static final byte[] HEVC_PPS = hex("4401c073c189");
    public static final byte[] HEVC10_SPS =
            hex("42010102200000030090000003000003003fa005020171d4cd96e92930bc05a02000000300200000030321");

    private Vectors() {}

    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}

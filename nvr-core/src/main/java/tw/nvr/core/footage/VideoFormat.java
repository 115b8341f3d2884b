package tw.nvr.core.footage;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * How a video track is coded, as the container and the player need it. Value semantics over the bytes; treat the array as
 * read-only. Immutable by convention.
 *
 * @param codec which
 * @param width luma samples, cropped
 * @param height luma samples, cropped
 * @param decoderConfig payload of the {@code avcC} box (ISO/IEC 14496-15 5.3.3) or {@code hvcC} box (8.3.3)
 */
public record VideoFormat(Codec codec, int width, int height, byte[] decoderConfig) {
    /** Ticks per second of every video track: the RTP clock of H.264 and H.265 (RFC 6184, RFC 7798). */
    public static final int TIMESCALE = 90_000;

    public enum Codec {
        H264,
        H265;

        public String display() {
            return this == H264 ? "H.264" : "H.265";
        }
    }

    public VideoFormat {
        if (width < 1 || height < 1 || width > 16384 || height > 16384) {
            throw new IllegalArgumentException("picture of " + width + "x" + height);
        }
        if (decoderConfig.length < 7) {
            throw new IllegalArgumentException("decoder configuration of " + decoderConfig.length + " bytes");
        }
    }

    /** The codecs parameter of RFC 6381, for example {@code avc1.64001f}. */
    public String codecString() {
        if (codec == Codec.H264) {
            return "avc1." + HexFormat.of().formatHex(decoderConfig, 1, 4);
        }
        return hevcString();
    }

    /** ISO/IEC 14496-15 annex E.3: {@code hvc1.<space><profile>.<compatibility reversed>.<tier><level>.<constraints>}. */
    private String hevcString() {
        String space = List.of("", "A", "B", "C").get(decoderConfig[1] >> 6 & 3);
        int profile = decoderConfig[1] & 0x1f;
        boolean high = (decoderConfig[1] & 0x20) != 0;
        int compatibility = 0;
        for (int i = 2; i < 6; i++) {
            compatibility = compatibility << 8 | decoderConfig[i] & 0xff;
        }
        int level = decoderConfig.length > 12 ? decoderConfig[12] & 0xff : 0;
        StringBuilder s = new StringBuilder(String.format(
                Locale.ROOT,
                "hvc1.%s%d.%X.%s%d",
                space,
                profile,
                Integer.reverse(compatibility),
                high ? "H" : "L",
                level));
        int last = Math.min(11, decoderConfig.length - 1);
        while (last > 6 && decoderConfig[last] == 0) {
            last--;
        }
        for (int i = 6; i <= last; i++) {
            s.append(String.format(Locale.ROOT, ".%X", decoderConfig[i] & 0xff));
        }
        return s.toString();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof VideoFormat v
                && v.codec == codec
                && v.width == width
                && v.height == height
                && Arrays.equals(v.decoderConfig, decoderConfig);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(decoderConfig) * 31 + width;
    }

    @Override
    public String toString() {
        return codec.display() + " " + width + "×" + height;
    }
}

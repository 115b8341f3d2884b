package tw.nvr.capture.rtsp;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tw.nvr.capture.codec.AacConfig;
import tw.nvr.capture.codec.BitReader;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.LatmConfig;
import tw.nvr.core.footage.AudioFormat;

/**
 * A payload type of a media section that can be asked for. Immutable.
 *
 * @param payloadType 0 to 127
 * @param parameters of fmtp, names in lower case
 */
public record SdpTrack(SdpMedia media, int payloadType, RtpMap map, Map<String, String> parameters) {
    private static final int MAX_SETS = 64;

    public SdpTrack {
        parameters = Map.copyOf(parameters);
    }

    /** Upper case, for example {@code H264}, {@code MPEG4-GENERIC}, {@code PCMA}. */
    public String encoding() {
        return map.encoding();
    }

    public int clockRate() {
        return map.clockRate();
    }

    public Optional<String> control() {
        return media.control();
    }

    /** Whether it is H.265, under whichever of its names. */
    public boolean isH265() {
        return encoding().equals("H265") || encoding().equals("HEVC");
    }

    /**
     * NAL units of sprop-parameter-sets (RFC 6184 8.1) or of sprop-vps, -sps and -pps (RFC 7798 7.1); what is no base64 is
     * left out.
     */
    public List<byte[]> parameterSets() {
        List<byte[]> sets = new ArrayList<>();
        for (String name : List.of("sprop-parameter-sets", "sprop-vps", "sprop-sps", "sprop-pps")) {
            for (String text : parameters.getOrDefault(name, "").split(",", MAX_SETS)) {
                decode(text.strip()).filter(b -> b.length > 0).ifPresent(sets::add);
            }
        }
        return sets;
    }

    /** By how many NAL units at the most the order of sending differs from that of decoding (RFC 7798 7.1); 0 unless told. */
    int interleaving() {
        return isH265() ? RtpMap.number(parameters.getOrDefault("sprop-max-don-diff", "0")) : 0;
    }

    private static Optional<byte[]> decode(String text) {
        try {
            String unpadded = text.replaceAll("[=\\s\"]+", "");
            return Optional.of(Base64.getDecoder().decode(unpadded));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the camera will repeat its sets in band, or never had any
        }
    }

    /** The AAC format of the config parameter (RFC 3640 4.1); empty when there is none that can be recorded. */
    public Optional<AudioFormat> aacFormat() {
        try {
            byte[] config = config();
            return Optional.of(AacConfig.parse(
                    config.length == 0 ? AacConfig.lowComplexity(map.clockRate(), map.channels()) : config));
        } catch (CodecException | IllegalArgumentException e) {
            return Optional.empty(); // recorded without sound rather than not at all
        }
    }

    /** What LATM says of itself in the parameter config (RFC 6416 7.3); empty when there is none that can be recorded. */
    public Optional<LatmConfig> latmConfig() {
        try {
            return Optional.of(LatmConfig.parse(BitReader.of(config())));
        } catch (CodecException | IllegalArgumentException e) {
            return Optional.empty(); // it may say it again in band
        }
    }

    /** Whether LATM bears its configuration in band: cpresent is 1 unless told (RFC 6416 7.3). */
    public boolean configInBand() {
        return !parameters.getOrDefault("cpresent", "1").strip().equals("0");
    }

    /** Whether access units come in another order than that of time: maxDisplacement tells (RFC 3640 4.1). */
    boolean soundInterleaved() {
        return RtpMap.number(parameters.getOrDefault("maxdisplacement", "0")) > 0;
    }

    /** The bytes of the parameter config, which are hexadecimal. */
    private byte[] config() {
        String text = parameters.getOrDefault("config", "").replace('"', ' ').strip();
        return HexFormat.of().parseHex(text.length() % 2 == 0 ? text : text + "0");
    }
}

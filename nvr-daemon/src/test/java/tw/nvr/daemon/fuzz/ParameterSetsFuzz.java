package tw.nvr.daemon.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tw.nvr.capture.codec.AacConfig;
import tw.nvr.capture.codec.AnnexB;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.H264;
import tw.nvr.capture.codec.H264Sps;
import tw.nvr.capture.codec.H265;
import tw.nvr.capture.codec.H265Sps;
import tw.nvr.core.footage.VideoFormat;

/** Parameter sets of H.264 and H.265, the byte stream format, and the configuration of AAC. */
public final class ParameterSetsFuzz {
    private ParameterSetsFuzz() {}

    /** The NAL units of a byte stream, in the order in which a camera would announce them. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<byte[]> nals = split(input);
        for (byte[] nal : nals) {
            sps(nal);
            hevcSps(nal);
            ids(nal);
            aac(nal);
        }
        byte[] first = nals.isEmpty() ? input : nals.get(0);
        byte[] second = nals.size() > 1 ? nals.get(1) : input;
        byte[] third = nals.size() > 2 ? nals.get(2) : input;
        try {
            sane(H264.format(first, second));
        } catch (CodecException e) {
            Claim.that(!e.getMessage().isEmpty(), "a refusal with words");
        }
        try {
            sane(H265.format(first, second, third));
        } catch (CodecException e) {
            Claim.that(!e.getMessage().isEmpty(), "a refusal with words");
        }
    }

    private static List<byte[]> split(byte[] input) {
        List<byte[]> nals = new ArrayList<>();
        AnnexB.split(ByteBuffer.wrap(input), (stream, offset, length) -> {
            Claim.that(length >= 1 && offset >= 3 && offset + length <= input.length, "a NAL unit inside the stream");
            byte[] nal = new byte[length];
            stream.get(offset, nal);
            nals.add(nal);
        });
        Claim.that(nals.stream().mapToInt(n -> n.length).sum() <= input.length, "no byte in two NAL units");
        return nals;
    }

    private static void sps(byte[] nal) {
        try {
            H264Sps sps = H264Sps.parse(nal);
            Claim.that(sps.width() >= 1 && sps.height() >= 1, "a picture with an area");
            Claim.that(sps.width() <= 16_384 && sps.height() <= 32_768, "a picture of bounded size");
            Claim.that(sps.reorderDepth() >= 0 && sps.reorderDepth() <= 16, "a reorder depth of a decoder");
            Claim.that(sps.id() >= 0 && sps.id() <= 31, "an id of the standard");
            sps.pictureRate().ifPresent(r -> Claim.that(r >= 0.1 && r <= 300, "a rate of pictures"));
        } catch (CodecException e) {
            Claim.that(!e.getMessage().isEmpty(), "a refusal with words");
        }
    }

    private static void hevcSps(byte[] nal) {
        try {
            H265Sps sps = H265Sps.parse(nal);
            Claim.that(sps.width() >= 1 && sps.height() >= 1, "a picture with an area");
            Claim.that(sps.width() <= 16_384 && sps.height() <= 16_384, "a picture of bounded size");
            Claim.that(sps.reorderDepth() >= 0 && sps.reorderDepth() <= 16, "a reorder depth of a decoder");
            Claim.that(sps.bitDepthLuma() >= 8 && sps.bitDepthLuma() <= 16, "a bit depth of the standard");
        } catch (CodecException e) {
            Claim.that(!e.getMessage().isEmpty(), "a refusal with words");
        }
    }

    private static void ids(byte[] nal) {
        try {
            int pps = H264.ppsId(nal);
            int sps = H264.spsIdOfPps(nal);
            Claim.that(pps >= 0 && pps <= 255 && sps >= 0 && sps <= 31, "ids of the standard");
        } catch (CodecException e) {
            Claim.that(!e.getMessage().isEmpty(), "a refusal with words");
        }
    }

    private static void aac(byte[] config) {
        try {
            Claim.that(AacConfig.parse(config).codecString().startsWith("mp4a.40."), "a codec string");
        } catch (CodecException e) {
            Claim.that(!e.getMessage().isEmpty(), "a refusal with words");
        }
    }

    private static void sane(VideoFormat format) {
        Claim.that(format.decoderConfig().length <= 5 * 4096, "a configuration of bounded size");
        Claim.that(format.codecString().length() < 100, "a codec string");
    }
}

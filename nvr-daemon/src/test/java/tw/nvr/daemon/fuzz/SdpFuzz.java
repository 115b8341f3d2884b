package tw.nvr.daemon.fuzz;

import java.util.List;
import java.util.Optional;
import tw.nvr.capture.rtp.AacDepacketizer;
import tw.nvr.capture.rtp.AacParameters;
import tw.nvr.capture.rtp.Depacketizer;
import tw.nvr.capture.rtp.H264Depacketizer;
import tw.nvr.capture.rtp.H265Depacketizer;
import tw.nvr.capture.rtsp.Sdp;
import tw.nvr.capture.rtsp.SdpMedia;
import tw.nvr.capture.rtsp.SdpTrack;
import tw.nvr.capture.source.SourceException;

/** Session descriptions, and everything that is read out of fmtp. */
public final class SdpFuzz {
    private SdpFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Sdp sdp = Sdp.parse(input);
        Claim.that(sdp.media().size() <= 32, "few media sections");
        for (SdpMedia media : sdp.media()) {
            Claim.that(media.payloadTypes().size() <= 64, "few payload types");
            Claim.that(media.payloadTypes().stream().allMatch(t -> t >= 0 && t <= 127), "payload types of seven bits");
            Claim.that(media.maps().size() <= 128 && media.formats().size() <= 64, "few attributes");
        }
        sdp.audio().ifPresent(SdpFuzz::sound);
        try {
            picture(sdp.video());
        } catch (SourceException e) {
            Claim.that(!e.problem().key().isEmpty(), "a refusal with words");
        }
    }

    private static void picture(SdpTrack track) {
        Claim.that(track.clockRate() > 0, "a clock that runs");
        List<byte[]> sets = track.parameterSets();
        Claim.that(sets.size() <= 64, "few parameter sets");
        Depacketizer depacketizer = track.isH265()
                ? new H265Depacketizer(track.clockRate(), sets, Optional.empty())
                : new H264Depacketizer(track.clockRate(), sets, Optional.empty());
        Claim.that(depacketizer.damagedUnits() == 0, "no unit before the first packet");
    }

    private static void sound(SdpTrack track) {
        Claim.that(track.clockRate() > 0, "a clock that runs");
        AacParameters parameters = AacParameters.of(track.parameters());
        track.aacFormat().ifPresent(f -> {
            long ticks = new AacDepacketizer(track.clockRate(), f, parameters).sinkTicks(1L << 40);
            Claim.that(ticks > 0, "ticks that run forward");
        });
    }
}

package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;
import tw.nvr.capture.codec.BitReader;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.LatmConfig;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.daemon.fuzz.Bites;
import tw.nvr.daemon.fuzz.Claim;
import tw.nvr.daemon.fuzz.StrictSink;

/** AAC in LATM (RFC 6416): configurations in the description and in band, elements and their fragments. */
public final class LatmFuzz {
    private LatmFuzz() {}

    /**
     * A byte of choices (1: configuration in band, 2: one in the description, behind its length in one byte), then packets:
     * flags (marker, lost, new time, the sink is told), length of two bytes, bytes.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        Bites bites = new Bites(input);
        int choice = bites.one();
        Optional<LatmConfig> described = (choice & 2) == 0 ? Optional.empty() : config(bites.some(bites.one()));
        SoundFormat sound = new SoundFormat(described.map(LatmConfig::format));
        LatmDepacketizer depacketizer = new LatmDepacketizer(48_000, (choice & 1) != 0, described, sound);
        StrictSink sink = new StrictSink(1, 1 << 20);
        long ticks = 0;
        int packets = 0;
        while (bites.more()) {
            int flags = bites.one();
            byte[] payload = bites.stretch();
            ticks += (flags & 4) == 0 ? 0 : 1024;
            if ((flags & 8) == 0) {
                sound.tell();
            }
            ByteBuffer buf = ByteBuffer.allocate(payload.length + 3).put(3, payload);
            depacketizer.packet(buf, 3, payload.length, ticks, (flags & 1) != 0, (flags & 2) != 0, sink);
            packets++;
        }
        depacketizer.end(sink);
        Claim.that(sink.laid() <= input.length, "no more is laid than came");
        Claim.that(depacketizer.damagedUnits() <= 3L * packets, "damage counted a few times a packet at the most");
    }

    private static Optional<LatmConfig> config(byte[] bytes) {
        try {
            LatmConfig config = LatmConfig.parse(BitReader.of(bytes));
            AudioFormat format = config.format();
            Claim.that(config.subFrames() >= 1 && config.subFrames() <= 64, "subframes of the standard");
            Claim.that(config.frameBytes() >= 0 && config.frameBytes() <= 531, "a length of the standard");
            Claim.that(format.config().length <= 64, "a configuration of bounded size");
            return Optional.of(config);
        } catch (CodecException e) {
            Claim.that(!e.getMessage().isEmpty(), "a refusal with words");
            return Optional.empty();
        }
    }
}

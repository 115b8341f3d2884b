package tw.nvr.daemon.fuzz;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import tw.nvr.capture.codec.AacConfig;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.rtp.AacDepacketizer;
import tw.nvr.capture.rtp.AacParameters;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.footage.AudioFormat;

/** AAC in RTP (RFC 3640): AU headers whose layout the camera describes, units and fragments. */
public final class AacFuzz {
    private static final String[] FIELDS = {
        "sizelength",
        "indexlength",
        "indexdeltalength",
        "ctsdeltalength",
        "dtsdeltalength",
        "randomaccessindication",
        "streamstateindication",
        "auxiliarydatasizelength",
        "constantsize"
    };

    private AacFuzz() {}

    /** Length and bytes of the configuration, one byte for each field of fmtp (0: left out), then packets. */
    public static void fuzzerTestOneInput(byte[] input) throws SourceException {
        Bites bites = new Bites(input);
        AudioFormat format = format(bites.some(bites.one() & 15));
        Map<String, String> fmtp = new TreeMap<>();
        for (String field : FIELDS) {
            int value = bites.one();
            if (value > 0) {
                fmtp.put(field, Integer.toString(value - 1));
            }
        }
        AacDepacketizer depacketizer = new AacDepacketizer(format.sampleRate(), format, AacParameters.of(fmtp));
        StrictSink sink = new StrictSink(1, 1 << 20);
        long ticks = 0;
        int packets = 0;
        while (bites.more()) {
            int flags = bites.one();
            byte[] payload = bites.stretch();
            ticks += (flags & 4) == 0 ? 0 : 1024;
            ByteBuffer buf = ByteBuffer.allocate(payload.length + 2).put(2, payload);
            depacketizer.packet(buf, 2, payload.length, ticks, (flags & 1) != 0, (flags & 2) != 0, sink);
            packets++;
        }
        depacketizer.end(sink);
        Claim.that(sink.laid() <= input.length, "no more is laid than came");
        Claim.that(depacketizer.damagedUnits() <= 2L * packets, "damage counted once or twice a packet");
    }

    private static AudioFormat format(byte[] config) {
        try {
            return AacConfig.parse(config);
        } catch (CodecException e) {
            return new AudioFormat(16_000, 1, new byte[] {0x14, 0x08});
        }
    }
}

package tw.nvr.daemon.fuzz;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tw.nvr.capture.rtp.Depacketizer;
import tw.nvr.capture.rtp.H264Depacketizer;
import tw.nvr.capture.rtp.H265Depacketizer;
import tw.nvr.capture.source.SourceException;

/**
 * Payloads of H.264 (RFC 6184) and H.265 (RFC 7798): single NAL units, aggregates, fragments, and what cameras make of them.
 * An input is one byte of choices, then payloads: flags (marker, lost, new time), length of two bytes, bytes.
 */
final class NalUnitsFuzz {
    private static final List<byte[]> AVC_SETS =
            sets("6742c01ed900a02ff97011000003000100000300320f162e48", "68cb83cb20");
    private static final List<byte[]> HEVC_SETS = sets(
            "40010c01ffff016000000300900000030000030078959409",
            "420101016000000300900000030000030078a003c0801107cb965654a4c2f0168080000003008000000c84",
            "4401c073c189");

    private NalUnitsFuzz() {}

    /** H.264. */
    public static final class Avc {
        private Avc() {}

        public static void fuzzerTestOneInput(byte[] input) {
            take(input, 1, AVC_SETS, s -> new H264Depacketizer(90_000, s, Optional.empty()));
        }
    }

    /** H.265. */
    public static final class Hevc {
        private Hevc() {}

        public static void fuzzerTestOneInput(byte[] input) {
            take(input, 2, HEVC_SETS, s -> new H265Depacketizer(90_000, s, Optional.empty()));
        }
    }

    private static List<byte[]> sets(String... hex) {
        return java.util.Arrays.stream(hex).map(HexFormat.of()::parseHex).toList();
    }

    private static void take(
            byte[] input, int nalHeader, List<byte[]> described, Function<List<byte[]>, Depacketizer> codec) {
        Bites bites = new Bites(input);
        int choice = bites.one();
        StrictSink sink = new StrictSink(nalHeader, (choice & 2) == 0 ? 1 << 20 : 64);
        Depacketizer depacketizer = codec.apply((choice & 1) == 0 ? described : List.of());
        long ticks = 0;
        try {
            while (bites.more()) {
                int flags = bites.one();
                byte[] payload = bites.stretch();
                ticks += (flags & 4) == 0 ? 0 : flags * 100L - 8000;
                ByteBuffer buf = ByteBuffer.allocate(payload.length + 5).put(5, payload);
                depacketizer.packet(buf, 5, payload.length, ticks, (flags & 1) != 0, (flags & 2) != 0, sink);
            }
        } catch (SourceException e) {
            Claim.that(e.problem().key().startsWith("rtp-"), "a refusal with words");
        }
        depacketizer.end(sink);
        // A short NAL unit of an aggregate costs two bytes of length on the wire and four in the file.
        Claim.that(sink.laid() <= 2L * input.length, "no more is laid than came");
        Claim.that(sink.units() <= input.length, "no more units than came");
    }
}

package tw.nvr.daemon.fuzz;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.rtp.H264Depacketizer;
import tw.nvr.capture.rtp.RtcpReports;
import tw.nvr.capture.rtp.RtpTrack;
import tw.nvr.capture.source.SourceException;

/** RTP and RTCP packets, byte for byte. */
public final class RtpRtcpFuzz {
    private RtpRtcpFuzz() {}

    /** Packets: the highest bit of a length of two bytes says RTCP. */
    public static void fuzzerTestOneInput(byte[] input) {
        Bites bites = new Bites(input);
        StrictSink sink = new StrictSink(1, 1 << 20);
        RtpTrack track = new RtpTrack(true, 96, new H264Depacketizer(90_000, List.of(), Optional.empty()));
        long now = 0;
        int packets = 0;
        try {
            while (bites.more()) {
                int length = bites.two();
                byte[] packet = bites.some(length & 0x7fff);
                ByteBuffer buf = ByteBuffer.allocate(packet.length + 3).put(3, packet);
                if ((length & 0x8000) != 0) {
                    track.rtcp(buf, 3, packet.length, now, sink);
                } else {
                    track.rtp(buf, 3, packet.length, sink);
                }
                now += 20_000_000;
                packets++;
                report(track, now);
            }
        } catch (SourceException e) {
            Claim.that(!e.problem().key().isEmpty(), "a refusal with words");
        }
        track.end(sink);
        counts(track, packets);
        // A short NAL unit of an aggregate costs two bytes of length on the wire and four in the file.
        Claim.that(sink.laid() <= 2L * input.length, "no more is laid than came");
    }

    private static void report(RtpTrack track, long now) {
        ByteBuffer out = ByteBuffer.allocate(RtcpReports.FRAME_BYTES);
        boolean written = track.receiverReport(out, 1, now);
        Claim.that(out.remaining() == (written ? 0 : RtcpReports.FRAME_BYTES), "a whole report or none");
    }

    private static void counts(RtpTrack track, int packets) {
        long left = track.malformedPackets() + track.foreignPackets() + track.stalePackets();
        Claim.that(left <= packets, "each packet counted once");
        Claim.that(track.lostPackets() >= 0 && track.lostPackets() <= 65_536L * (packets + 1), "losses that can be");
    }
}

package tw.nvr.capture.simulated;

import java.util.ArrayList;
import java.util.List;
import tw.nvr.capture.ffmpeg.ClipFormat;

/** Cuts access units into RTP packets of bounded size. Used by the server's thread only. */
final class Packetizer {
    /** Longest payload, bytes: fits an Ethernet frame with every header there may be. */
    static final int LIMIT = 1400;

    private static final byte[] NOTHING = new byte[0];
    private static final int FU_A = 28;

    private Packetizer() {}

    /**
     * An H.264 picture as single NAL unit packets, FU-A and, for parameter sets, STAP-A (RFC 6184 5.6 to 5.8).
     *
     * @param sets to be sent before it; {@code null} for none
     */
    static List<byte[]> video(
            RtpTrack track,
            Unit unit,
            ParameterSets sets,
            boolean aggregate,
            long ticks,
            Misbehaviour.Markers markers) {
        List<byte[]> packets = new ArrayList<>();
        boolean every = markers == Misbehaviour.Markers.EVERY_PACKET;
        if (sets != null && aggregate) {
            byte[] all = sets.aggregated();
            packets.add(track.packet(all, 0, all.length, NOTHING, ticks, every));
        } else if (sets != null) {
            sets.all().forEach(s -> packets.add(track.packet(s, 0, s.length, NOTHING, ticks, every)));
        }
        for (int i = 0; i < unit.nals().size(); i++) {
            byte[] nal = unit.nals().get(i);
            boolean last = i == unit.nals().size() - 1 && markers == Misbehaviour.Markers.LAST_PACKET;
            if (nal.length <= LIMIT) {
                packets.add(track.packet(nal, 0, nal.length, NOTHING, ticks, every || last));
            } else {
                fragments(track, nal, ticks, every, last, packets);
            }
        }
        return packets;
    }

    private static void fragments(
            RtpTrack track, byte[] nal, long ticks, boolean every, boolean last, List<byte[]> packets) {
        int room = LIMIT - 2;
        for (int at = 1; at < nal.length; at += room) {
            int length = Math.min(room, nal.length - at);
            boolean end = at + length == nal.length;
            int flags = (at == 1 ? 0x80 : 0) | (end ? 0x40 : 0);
            byte[] prefix = {(byte) (nal[0] & 0xe0 | FU_A), (byte) (flags | nal[0] & 0x1f)};
            packets.add(track.packet(nal, at, length, prefix, ticks, every || end && last));
        }
    }

    /** One AAC access unit (RFC 3640 3.3.6, in fragments when it is long), or G.711 as it is (RFC 3551 4.5.14). */
    static List<byte[]> sound(RtpTrack track, Unit unit, ClipFormat.Codec codec, long ticks) {
        byte[] payload = unit.nals().get(0);
        boolean aac = codec == ClipFormat.Codec.AAC;
        byte[] prefix = aac ? auHeader(payload.length) : NOTHING;
        List<byte[]> packets = new ArrayList<>();
        int room = LIMIT - prefix.length;
        for (int at = 0; at < payload.length; at += room) {
            int length = Math.min(room, payload.length - at);
            boolean marker = aac && at + length == payload.length;
            // every byte of G.711 is one sample of one channel, so the time moves on within the unit
            packets.add(track.packet(payload, at, length, prefix, aac ? ticks : ticks + at, marker));
        }
        return packets;
    }

    /** One header of 16 bits: 13 of size, 3 of index (RFC 3640 3.2.1). */
    private static byte[] auHeader(int size) {
        return new byte[] {0, 16, (byte) (size >> 5), (byte) (size << 3)};
    }
}

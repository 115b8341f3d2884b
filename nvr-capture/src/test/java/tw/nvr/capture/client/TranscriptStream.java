package tw.nvr.capture.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tw.nvr.capture.codec.Vectors;

/**
 * Makes what a camera of a transcript sends on a channel. One per connection, not thread-safe.
 *
 * <pre>
 * 0 pictures 12 payload 96      the first is a key frame; words may follow: hevc, sets (parameter sets come with the key
 *                               frame), start-codes, fragments, no-marker
 * 2 sound 5 payload 97          AAC units (RFC 3640)
 * 1 report                      an RTCP sender report
 * zeros 3                       bytes that belong to nothing
 * </pre>
 */
final class TranscriptStream {
    private static final int TICKS = 3600;

    private final Map<Integer, Integer> sequences = new HashMap<>();
    private final Map<Integer, Integer> times = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] make(String line) {
        out.reset();
        List<String> words = List.of(line.strip().split("\\s+"));
        if (words.get(0).equals("zeros")) {
            out.writeBytes(new byte[Integer.parseInt(words.get(1))]);
            return out.toByteArray();
        }
        int channel = Integer.parseInt(words.get(0));
        int payload = words.contains("payload") ? Integer.parseInt(words.get(words.indexOf("payload") + 1)) : 96;
        switch (words.get(1)) {
            case "pictures" -> pictures(channel, payload, Integer.parseInt(words.get(2)), words);
            case "sound" -> sound(channel, payload, Integer.parseInt(words.get(2)));
            case "report" -> report(channel);
            default -> throw new IllegalArgumentException(line);
        }
        return out.toByteArray();
    }

    private void pictures(int channel, int payload, int count, List<String> words) {
        boolean hevc = words.contains("hevc");
        for (int i = 0; i < count; i++) {
            if (i == 0 && words.contains("sets")) {
                rtp(channel, payload, false, hevc ? hevcSets() : avcSets());
            }
            byte[] slice = slice(hevc, i == 0);
            List<byte[]> packets = words.contains("fragments") ? fragments(slice) : List.of(slice);
            for (int p = 0; p < packets.size(); p++) {
                boolean last = p == packets.size() - 1 && !words.contains("no-marker");
                byte[] packet = packets.get(p);
                rtp(
                        channel,
                        payload,
                        last,
                        words.contains("start-codes") ? join(new byte[] {0, 0, 0, 1}, packet) : packet);
            }
            times.merge(channel, TICKS, Integer::sum);
        }
    }

    private static byte[] slice(boolean hevc, boolean key) {
        String head = hevc ? key ? "2601af" : "0201d0" : key ? "6588d5" : "419b55";
        return join(Vectors.hex(head), new byte[] {0x55, 0x66, 0x77, 0x12, 0x34, 0x56, 0x78, 0x11, 0x22, 0x33});
    }

    private static List<byte[]> fragments(byte[] nal) {
        List<byte[]> parts = new ArrayList<>();
        for (int at = 1; at < nal.length; at += 4) {
            int n = Math.min(4, nal.length - at);
            int flags = (at == 1 ? 0x80 : 0) | (at + n == nal.length ? 0x40 : 0);
            byte[] part = new byte[2 + n];
            part[0] = (byte) (nal[0] & 0xe0 | 28);
            part[1] = (byte) (flags | nal[0] & 0x1f);
            System.arraycopy(nal, at, part, 2, n);
            parts.add(part);
        }
        return parts;
    }

    private static byte[] avcSets() {
        return join(new byte[] {24}, sized(Vectors.BASELINE_SPS), sized(Vectors.BASELINE_PPS));
    }

    private static byte[] hevcSets() {
        return join(new byte[] {0x60, 1}, sized(Vectors.HEVC_VPS), sized(Vectors.HEVC_SPS), sized(Vectors.HEVC_PPS));
    }

    private static byte[] sized(byte[] nal) {
        return join(new byte[] {(byte) (nal.length >> 8), (byte) nal.length}, nal);
    }

    /** Silence of AAC-LC, one unit a packet. */
    private void sound(int channel, int payload, int count) {
        for (int i = 0; i < count; i++) {
            rtp(channel, payload, true, Vectors.hex("0010" + "0030" + "211004608c1c"));
            times.merge(channel, 1024, Integer::sum);
        }
    }

    private void report(int channel) {
        ByteBuffer packet =
                ByteBuffer.allocate(28).put((byte) 0x80).put((byte) 200).putShort((short) 6);
        frame(
                channel,
                packet.putInt(7)
                        .putInt(0xe8000000)
                        .putInt(0)
                        .putInt(0)
                        .putInt(1)
                        .putInt(1)
                        .array());
    }

    private void rtp(int channel, int payload, boolean marker, byte[] body) {
        int sequence = sequences.merge(channel, 1, Integer::sum);
        frame(
                channel,
                ByteBuffer.allocate(12 + body.length)
                        .put((byte) 0x80)
                        .put((byte) ((marker ? 0x80 : 0) | payload))
                        .putShort((short) sequence)
                        .putInt(times.getOrDefault(channel, 0))
                        .putInt(0x4711 + channel)
                        .put(body)
                        .array());
    }

    private void frame(int channel, byte[] packet) {
        out.write('$');
        out.write(channel);
        out.write(packet.length >> 8);
        out.write(packet.length);
        out.writeBytes(packet);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

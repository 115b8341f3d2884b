package tw.nvr.capture.simulated;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One access unit as it was sent, to be compared with what was recorded. Immutable.
 *
 * @param video or sound
 * @param ticks presentation time, unwrapped: the low 32 bits are the RTP timestamp
 * @param bytes of its NAL units without parameter sets, start codes and lengths; of sound, its payload
 * @param sha1 over those bytes, hexadecimal
 * @param key whether it is a key frame
 * @param whole whether none of its packets was dropped on purpose
 */
public record SentUnit(boolean video, long ticks, int bytes, String sha1, boolean key, boolean whole) {
    static SentUnit of(Unit unit, long ticks, boolean whole) {
        MessageDigest digest = newDigest();
        int bytes = 0;
        for (byte[] nal : unit.nals()) {
            digest.update(nal);
            bytes += nal.length;
        }
        return new SentUnit(unit.video(), ticks, bytes, HexFormat.of().formatHex(digest.digest()), unit.key(), whole);
    }

    /**
     * What {@link #sha1} would be for a sample as it is stored.
     *
     * @param sample NAL units behind lengths of four bytes, without parameter sets; position to limit, left as it was
     */
    public static String sha1OfSample(ByteBuffer sample) {
        ByteBuffer in = sample.duplicate();
        MessageDigest digest = newDigest();
        while (in.remaining() >= 4) {
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException("NAL unit of " + length + " bytes in " + in.remaining());
            }
            digest.update(in.slice(in.position(), length));
            in.position(in.position() + length);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What {@link #sha1} would be for these NAL units. */
    public static String sha1OfNals(List<byte[]> nals) {
        MessageDigest digest = newDigest();
        nals.forEach(digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}

package tw.nvr.capture.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import tw.nvr.core.footage.VideoFormat;

/**
 * Puts pictures together from what libavformat hands out when it is told not to parse: pieces of RTP payload, of which a
 * NAL unit's first bears a start code. Used by the reader's thread only.
 *
 * <p>Its own parser is not used because it forgets the times of the first pictures, among them the key frame.
 */
final class UnitAssembler {
    /** Larger pictures are no pictures. */
    private static final int LIMIT = 8 << 20;

    private final VideoFormat.Codec codec;
    private final boolean whole;
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream(64 * 1024);
    private FfmpegInput.Read first;
    private boolean corrupt;

    /** @param whole whether every packet is a picture already, as in files */
    UnitAssembler(VideoFormat.Codec codec, boolean whole) {
        this.codec = codec;
        this.whole = whole;
    }

    /**
     * Takes a packet.
     *
     * @return the picture before, when this one starts the next
     */
    Optional<FfmpegInput.Read> take(FfmpegInput.Read packet) {
        Optional<FfmpegInput.Read> done = Optional.empty();
        if (first == null || startsPicture(packet)) {
            done = finish();
            first = packet;
        }
        if (pieces.size() + packet.data().length > LIMIT) {
            corrupt = true;
        } else {
            pieces.writeBytes(packet.data());
        }
        corrupt |= packet.corrupt();
        return done;
    }

    /** What has been put together so far, as a picture. */
    Optional<FfmpegInput.Read> finish() {
        if (first == null) {
            return Optional.empty();
        }
        // outside of files libavformat calls everything a key frame that it has not parsed
        FfmpegInput.Read done =
                new FfmpegInput.Read(true, first.ticks(), whole && first.key(), corrupt, pieces.toByteArray());
        pieces.reset();
        first = null;
        corrupt = false;
        return Optional.of(done);
    }

    /**
     * A time of its own alone does not make a picture: at a sender report libavformat moves all times a little, in the midst
     * of a picture if it comes there.
     */
    private boolean startsPicture(FfmpegInput.Read packet) {
        if (whole) {
            return true;
        }
        byte[] d = packet.data();
        int nal = afterStartCode(d);
        return packet.ticks() != first.ticks() && nal > 0 && !continuesPicture(d, nal);
    }

    /** A slice that is not the picture's first (H.264 7.3.3 first_mb_in_slice; H.265 7.3.6.1 first_slice_segment). */
    private boolean continuesPicture(byte[] d, int nal) {
        boolean avc = codec == VideoFormat.Codec.H264;
        int type = avc ? d[nal] & 0x1f : d[nal] >> 1 & 0x3f;
        boolean slice = avc ? type >= 1 && type <= 5 : type < 32;
        int flags = nal + (avc ? 1 : 2);
        return slice && flags < d.length && (d[flags] & 0x80) == 0;
    }

    private static int afterStartCode(byte[] d) {
        if (d.length > 4 && d[0] == 0 && d[1] == 0 && d[2] == 0 && d[3] == 1) {
            return 4;
        }
        return d.length > 3 && d[0] == 0 && d[1] == 0 && d[2] == 1 ? 3 : 0;
    }
}

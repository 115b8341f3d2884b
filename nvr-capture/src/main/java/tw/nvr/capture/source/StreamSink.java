package tw.nvr.capture.source;

import java.nio.ByteBuffer;
import java.util.Optional;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.VideoFormat;

/**
 * Where a source lays a camera's stream, straight into the camera's fragment buffer. Used by the capture thread only.
 *
 * <p>A video access unit is laid NAL unit by NAL unit, each behind its length in four bytes, big-endian, without
 * parameter sets; {@link #videoUnit} ends it. A source that does not know the length of a NAL unit yet puts zero and
 * patches it by absolute index: {@link #room} may exchange the buffer for a larger one, but never moves what was laid to
 * another index.
 */
public interface StreamSink {
    /**
     * Says how the stream is coded: before the first unit, and again when it changes, before the first unit that is coded
     * so. A change ends the run.
     *
     * @param reorderDepth how many pictures at the most precede another in decoding order and follow it in presentation
     *     order; 0 without B-frames
     * @param audio empty when there is no sound
     */
    void format(VideoFormat video, int reorderDepth, Optional<AudioFormat> audio);

    /**
     * The buffer that the current access unit is laid into, with room for that many bytes from its position on.
     *
     * @return {@code null} when there is no room: the source calls {@link #dropUnit} and goes on with the next unit
     */
    ByteBuffer room(int bytes);

    /**
     * Ends the video access unit that was laid since the last unit.
     *
     * @param rtpTicks presentation time, 90 kHz, unwrapped to 64 bits, from any origin that stays the same in the
     *     connection
     * @param key whether decoding can start here (IDR, or a recovery point that the source trusts)
     * @param damaged whether packets of it were lost
     */
    void videoUnit(long rtpTicks, boolean key, boolean damaged);

    /**
     * Forgets what was laid since the last unit.
     *
     * @param lost whether pictures were lost by it, so that decoding is broken until the next key frame
     */
    void dropUnit(boolean lost);

    /**
     * One AAC access unit.
     *
     * @param ticks presentation time in ticks of the sample rate, unwrapped, from any origin that stays the same in the
     *     connection
     * @param data from position to limit; copied before this returns
     */
    void audioUnit(long ticks, ByteBuffer data);

    /**
     * Sound up to a time has arrived that becomes units only later, because it must be coded first. A source that calls this
     * calls it for all sound of its connection: then nothing is concluded from when {@link #audioUnit} is called.
     *
     * @param ticks where it ends, like those of the units
     */
    default void soundArrived(long ticks) {}

    /**
     * What an RTCP sender report claims (RFC 3550 6.4.1): at that wall-clock time the track's clock stood there.
     *
     * @param video whether it speaks of the video track
     * @param ticks unwrapped like the track's units
     * @param epochMillis the camera's wall clock
     */
    void senderReport(boolean video, long ticks, long epochMillis);

    /**
     * What the answer to PLAY claims (RTP-Info, RFC 2326 12.33): both tracks' clocks stood there at the same moment.
     * Cameras often get it wrong: a hint.
     *
     * @param videoTicks unwrapped like the pictures
     * @param audioTicks unwrapped like the sound
     */
    void startedTogether(long videoTicks, long audioTicks);
}

package tw.nvr.daemon.fuzz;

import java.nio.ByteBuffer;
import java.util.Optional;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.VideoFormat;

/** Takes what a source lays and holds it to the contract of {@link StreamSink}. Not thread-safe. */
public final class StrictSink implements StreamSink {
    private static final int LARGEST = 8 << 20;

    private final int nalHeader;
    private final int refuseAfter;
    private ByteBuffer buffer = ByteBuffer.allocate(4096);
    private boolean announced;
    private boolean refused;
    private long laid;
    private int units;

    /**
     * A sink.
     *
     * @param nalHeader bytes of a NAL unit's header: 1 for H.264, 2 for H.265
     * @param refuseAfter bytes of one unit after which there is no room
     */
    public StrictSink(int nalHeader, int refuseAfter) {
        this.nalHeader = nalHeader;
        this.refuseAfter = refuseAfter;
    }

    @Override
    public void format(VideoFormat video, int reorderDepth, Optional<AudioFormat> audio) {
        Claim.that(buffer.position() == 0, "no format in the middle of a unit");
        Claim.that(reorderDepth >= 0 && reorderDepth <= 16, "a reorder depth of a decoder");
        Claim.that(video.codecString().length() < 100, "a codec string");
        announced = true;
    }

    @Override
    public ByteBuffer room(int bytes) {
        Claim.that(announced, "no unit before its format");
        Claim.that(bytes >= 0 && !refused, "no unit goes on after it was dropped");
        if (buffer.position() + bytes > refuseAfter) {
            refused = true;
            return null;
        }
        if (buffer.remaining() < bytes) {
            buffer = ByteBuffer.allocate(Math.max(2 * buffer.capacity(), buffer.position() + bytes))
                    .put(buffer.flip());
        }
        return buffer;
    }

    @Override
    public void videoUnit(long rtpTicks, boolean key, boolean damaged) {
        Claim.that(announced && !refused, "no unit without its format");
        int at = 0;
        while (at < buffer.position()) {
            Claim.that(at + 4 + nalHeader <= buffer.position(), "a whole length before each NAL unit");
            int length = buffer.getInt(at);
            Claim.that(length >= nalHeader && length <= buffer.position() - at - 4, "lengths that fill the unit");
            at += 4 + length;
        }
        Claim.that(at > 0 && at <= LARGEST, "a unit of bounded size");
        laid += at;
        units++;
        buffer.clear();
    }

    @Override
    public void dropUnit(boolean lost) {
        buffer.clear();
        refused = false;
    }

    @Override
    public void audioUnit(long ticks, ByteBuffer data) {
        Claim.that(data.hasRemaining() && data.remaining() <= 8192, "a sound unit of bounded size");
        laid += data.remaining();
        units++;
    }

    @Override
    public void senderReport(boolean video, long ticks, long epochMillis) {
        units++;
    }

    @Override
    public void startedTogether(long videoTicks, long audioTicks) {
        units++;
    }

    /** Bytes of all units. */
    public long laid() {
        return laid;
    }

    /** Units and reports. */
    public int units() {
        return units;
    }
}

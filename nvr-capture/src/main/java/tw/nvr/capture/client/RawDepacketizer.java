package tw.nvr.capture.client;

import java.nio.ByteBuffer;
import tw.nvr.capture.ffmpeg.AacEncoder;
import tw.nvr.capture.rtp.Depacketizer;
import tw.nvr.capture.rtp.TimestampUnwrapper;
import tw.nvr.capture.source.StreamSink;

/** Hands sound that is not AAC (G.711, G.726, L16: RFC 3551) to the encoder that makes AAC of it. For the capture thread. */
final class RawDepacketizer implements Depacketizer {
    private final AacEncoder encoder;
    private final int clockRate;
    private ByteBuffer seen;
    private ByteBuffer view;

    /** @param clockRate of the rtpmap, one tick per sample and channel */
    RawDepacketizer(AacEncoder encoder, int clockRate) {
        this.encoder = encoder;
        this.clockRate = clockRate;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the view belongs to that very buffer
    public void packet(
            ByteBuffer buf, int offset, int length, long ticks, boolean marker, boolean lost, StreamSink sink) {
        if (length == 0) {
            return;
        }
        if (seen != buf) {
            seen = buf;
            view = buf.duplicate();
        }
        view.limit(offset + length).position(offset);
        long start = sinkTicks(ticks);
        encoder.feed(start, view);
        sink.soundArrived(start + encoder.samplesOf(length));
    }

    @Override
    public void end(StreamSink sink) {
        encoder.drain(sink);
    }

    @Override
    public long damagedUnits() {
        return 0;
    }

    @Override
    public long sinkTicks(long rtpTicks) {
        return TimestampUnwrapper.scale(rtpTicks, clockRate, encoder.format().sampleRate());
    }
}

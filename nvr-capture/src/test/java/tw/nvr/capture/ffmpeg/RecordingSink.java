package tw.nvr.capture.ffmpeg;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.simulated.SentUnit;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.VideoFormat;

/** Keeps what a source lays. */
final class RecordingSink implements StreamSink {
    /** A picture as it was laid. */
    record Picture(long ticks, boolean key, boolean damaged, int bytes, String sha1) {}

    record Sound(long ticks, byte[] data) {}

    final List<VideoFormat> formats = new ArrayList<>();
    final List<Picture> pictures = new ArrayList<>();
    final List<Sound> sounds = new ArrayList<>();
    final List<Long> reports = new ArrayList<>();
    Optional<AudioFormat> audio = Optional.empty();
    int reorderDepth = -1;
    int dropped;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 20);

    @Override
    public void format(VideoFormat video, int depth, Optional<AudioFormat> sound) {
        formats.add(video);
        reorderDepth = depth;
        audio = sound;
    }

    @Override
    public ByteBuffer room(int bytes) {
        return buffer;
    }

    @Override
    public void videoUnit(long ticks, boolean key, boolean damaged) {
        buffer.flip();
        pictures.add(new Picture(ticks, key, damaged, buffer.remaining(), SentUnit.sha1OfSample(buffer)));
        buffer.clear();
    }

    @Override
    public void dropUnit(boolean lost) {
        dropped++;
        buffer.clear();
    }

    @Override
    public void audioUnit(long ticks, ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(data.position(), copy);
        sounds.add(new Sound(ticks, copy));
    }

    @Override
    public void startedTogether(long videoTicks, long audioTicks) {
        // no test asks for it
    }

    @Override
    public void senderReport(boolean video, long ticks, long epochMillis) {
        reports.add(epochMillis);
    }
}

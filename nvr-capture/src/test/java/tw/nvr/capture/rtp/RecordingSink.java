package tw.nvr.capture.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.VideoFormat;

/** Keeps what a source lays, as a fragment builder would: a buffer that grows, units in their order. */
final class RecordingSink implements StreamSink {
    record Unit(long ticks, boolean key, boolean damaged, String hex) {}

    record Sound(long ticks, String hex) {}

    record Report(boolean video, long ticks, long epochMillis) {}

    final List<VideoFormat> formats = new ArrayList<>();
    final List<Unit> units = new ArrayList<>();
    final List<Sound> sounds = new ArrayList<>();
    final List<Report> reports = new ArrayList<>();
    int reorderDepth = -1;
    int lostDrops;
    int quietDrops;
    int largestUnit = Integer.MAX_VALUE;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    private int unitStart;

    @Override
    public void format(VideoFormat video, int depth, Optional<AudioFormat> audio) {
        if (buffer.position() != unitStart) {
            throw new IllegalStateException("a format in the middle of a unit");
        }
        formats.add(video);
        reorderDepth = depth;
    }

    @Override
    public ByteBuffer room(int bytes) {
        if (formats.isEmpty()) {
            throw new IllegalStateException("a unit before the format");
        }
        if (buffer.position() - unitStart + bytes > largestUnit) {
            return null;
        }
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }

    @Override
    public void videoUnit(long rtpTicks, boolean key, boolean damaged) {
        units.add(new Unit(rtpTicks, key, damaged, takeLaid()));
    }

    private String takeLaid() {
        byte[] laid = new byte[buffer.position() - unitStart];
        buffer.get(unitStart, laid);
        unitStart = buffer.position();
        return HexFormat.of().formatHex(laid);
    }

    @Override
    public void dropUnit(boolean lost) {
        buffer.position(unitStart);
        if (lost) {
            lostDrops++;
        } else {
            quietDrops++;
        }
    }

    @Override
    public void audioUnit(long ticks, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        sounds.add(new Sound(ticks, HexFormat.of().formatHex(bytes)));
    }

    @Override
    public void startedTogether(long videoTicks, long audioTicks) {
        // no test asks for it
    }

    @Override
    public void senderReport(boolean video, long ticks, long epochMillis) {
        reports.add(new Report(video, ticks, epochMillis));
    }

    List<String> hexes() {
        return units.stream().map(Unit::hex).toList();
    }
}

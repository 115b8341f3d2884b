package tw.nvr.daemon.e2e;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import tw.nvr.capture.simulated.SentUnit;

/** Reads a media file with ffmpeg's demultiplexer: a judge that knows nothing of our own reader and writer. */
final class Packets {
    /**
     * One access unit.
     *
     * @param seconds presentation time
     * @param decodeSeconds decoding time
     * @param sha1 over its bytes; of a picture, over its NAL units without their lengths
     */
    record Packet(double seconds, double decodeSeconds, boolean key, int size, String sha1) {}

    private Packets() {}

    static List<Packet> video(Path file) {
        return read(file, AVMEDIA_TYPE_VIDEO);
    }

    static List<Packet> audio(Path file) {
        return read(file, AVMEDIA_TYPE_AUDIO);
    }

    private static List<Packet> read(Path file, int type) {
        AVFormatContext context = new AVFormatContext(null);
        if (avformat_open_input(context, file.toString(), null, null) < 0) {
            throw new IllegalArgumentException("ffmpeg does not open " + file);
        }
        avformat_find_stream_info(context, (AVDictionary) null);
        AVPacket packet = av_packet_alloc();
        try {
            List<Packet> all = new ArrayList<>();
            while (av_read_frame(context, packet) >= 0) {
                var stream = context.streams(packet.stream_index());
                if (stream.codecpar().codec_type() == type) {
                    all.add(packet(packet, stream.time_base(), type == AVMEDIA_TYPE_VIDEO));
                }
                av_packet_unref(packet);
            }
            return all;
        } finally {
            av_packet_free(packet);
            avformat_close_input(context);
        }
    }

    private static Packet packet(AVPacket packet, AVRational base, boolean video) {
        byte[] bytes = new byte[packet.size()];
        packet.data().position(0).get(bytes);
        double unit = (double) base.num() / base.den();
        String sha1 = video ? SentUnit.sha1OfSample(ByteBuffer.wrap(bytes)) : SentUnit.sha1OfNals(List.of(bytes));
        boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        return new Packet(packet.pts() * unit, packet.dts() * unit, key, bytes.length, sha1);
    }
}

package tw.nvr.capture.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import tw.nvr.core.footage.AudioFormat;

/** Decodes AAC units, one after the other, to 1024 samples each. */
final class AacDecoder {
    private AacDecoder() {}

    static List<float[]> decode(AudioFormat format, List<byte[]> units) throws FfmpegError {
        return decode(format, units, 0);
    }

    /** Of one channel. */
    static List<float[]> decode(AudioFormat format, List<byte[]> units, int channel) throws FfmpegError {
        AVCodec codec = avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_AAC);
        AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        BytePointer config = new BytePointer(
                avutil.av_mallocz(format.config().length + (long) avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
        config.put(format.config(), 0, format.config().length);
        context.extradata(config).extradata_size(format.config().length);
        AVFrame frame = avutil.av_frame_alloc();
        AVPacket packet = avcodec.av_packet_alloc();
        List<float[]> decoded = new ArrayList<>();
        try {
            FfmpegError.check("decoder", avcodec.avcodec_open2(context, codec, (PointerPointer<?>) null));
            for (byte[] unit : units) {
                FfmpegError.check("packet", avcodec.av_new_packet(packet, unit.length));
                packet.data().put(unit, 0, unit.length);
                FfmpegError.check("send", avcodec.avcodec_send_packet(context, packet));
                FfmpegError.check("receive", avcodec.avcodec_receive_frame(context, frame));
                float[] samples = new float[frame.nb_samples()];
                new FloatPointer(frame.data(channel)).get(samples);
                decoded.add(samples);
                avcodec.av_packet_unref(packet);
            }
            return decoded;
        } finally {
            avcodec.av_packet_free(packet);
            avutil.av_frame_free(frame);
            avcodec.avcodec_free_context(context);
        }
    }
}

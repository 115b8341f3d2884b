package tw.nvr.capture.ffmpeg;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Encodes pictures that the program drew itself (libopenh264, constrained baseline, no B-frames): one picture in, one
 * access unit out. Never used on a camera's pictures. Used by one thread at a time.
 */
public final class H264Encoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;
    private final byte[] extradata;
    private boolean closed;

    /**
     * @param width luma samples, even
     * @param height luma samples, even
     * @param framesPerSecond also the unit of time of the rate control
     * @param keyInterval pictures from one key frame to the next
     * @param bitsPerSecond on average
     * @throws tw.nvr.core.problem.ProblemException {@code ffmpeg-missing}, {@code encoder-failed}
     */
    @SuppressWarnings("resource") // everything is freed in close()
    public H264Encoder(int width, int height, int framesPerSecond, int keyInterval, int bitsPerSecond) {
        Natives.load();
        AVCodec codec = avcodec.avcodec_find_encoder_by_name("libopenh264");
        if (codec == null) {
            throw failed("libopenh264").exception();
        }
        context = avcodec.avcodec_alloc_context3(codec);
        context.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
        context.time_base(new AVRational().num(1).den(framesPerSecond));
        context.framerate(new AVRational().num(framesPerSecond).den(1));
        context.gop_size(keyInterval).max_b_frames(0).bit_rate(bitsPerSecond).thread_count(1);
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        frame = avutil.av_frame_alloc();
        frame.format(avutil.AV_PIX_FMT_YUV420P).width(width).height(height);
        packet = avcodec.av_packet_alloc();
        try {
            FfmpegError.check("frame", avutil.av_frame_get_buffer(frame, 0));
            FfmpegError.check("encoder", avcodec.avcodec_open2(context, codec, (PointerPointer<?>) null));
        } catch (FfmpegError e) {
            close();
            throw failed(e.getMessage()).exception(e);
        }
        extradata = new byte[context.extradata_size()];
        context.extradata().get(extradata);
    }

    /** SPS and PPS behind start codes (ITU-T H.264 annex B). */
    public byte[] parameterSets() {
        return extradata.clone();
    }

    /**
     * Encodes one picture.
     *
     * @param planes Y, U and V, planar 4:2:0, without padding
     * @param key whether decoding shall be able to start here
     * @return NAL units behind start codes; nothing when the encoder left the picture out
     */
    public Optional<byte[]> encode(byte[][] planes, long index, boolean key) {
        try {
            FfmpegError.check("frame", avutil.av_frame_make_writable(frame));
            fill(planes);
            frame.pts(index).pict_type(key ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
            FfmpegError.check("encode", avcodec.avcodec_send_frame(context, frame));
            int result = avcodec.avcodec_receive_packet(context, packet);
            if (result == avutil.AVERROR_EAGAIN()) {
                return Optional.empty();
            }
            FfmpegError.check("encode", result);
            byte[] unit = new byte[packet.size()];
            packet.data().get(unit);
            avcodec.av_packet_unref(packet);
            return Optional.of(unit);
        } catch (FfmpegError e) {
            throw failed(e.getMessage()).exception(e);
        }
    }

    private void fill(byte[][] planes) {
        for (int plane = 0; plane < 3; plane++) {
            int width = plane == 0 ? frame.width() : frame.width() / 2;
            int height = plane == 0 ? frame.height() : frame.height() / 2;
            int stride = frame.linesize(plane);
            var data = frame.data(plane).capacity((long) stride * height);
            for (int y = 0; y < height; y++) {
                data.position((long) y * stride).put(planes[plane], y * width, width);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec.av_packet_free(packet);
            avutil.av_frame_free(frame);
            avcodec.avcodec_free_context(context);
        }
    }

    private static Problem failed(String detail) {
        return Problem.of(ProblemKind.UNAVAILABLE, "encoder-failed", detail);
    }
}

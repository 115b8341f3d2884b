package tw.nvr.capture.ffmpeg;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Codes sound of one or two channels as AAC-LC (libavcodec). The first unit that comes out carries silence: sound comes out
 * {@value #DELAY} samples after it went in. Used by one thread at a time.
 */
public final class AacCodec implements AutoCloseable {
    /** Samples by which the coded sound lies behind: a unit that comes out belongs this much before its place in the count. */
    public static final int DELAY = AudioFormat.SAMPLES_PER_UNIT;

    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;
    private final AudioFormat format;
    private final int channels;
    private long samples;
    private boolean closed;

    /**
     * @param sampleRate one that AAC knows (ISO/IEC 14496-3 table 1.18): 8000, 16000, 48000 …
     * @param channels 1 or 2
     * @throws tw.nvr.core.problem.ProblemException {@code ffmpeg-missing}, {@code encoder-failed}
     */
    @SuppressWarnings("resource") // everything is freed in close()
    public AacCodec(int sampleRate, int channels, int bitsPerSecond) {
        Natives.load();
        this.channels = channels;
        AVCodec codec = avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_AAC);
        context = avcodec.avcodec_alloc_context3(codec);
        context.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP).sample_rate(sampleRate).bit_rate(bitsPerSecond);
        context.time_base(new AVRational().num(1).den(sampleRate)).thread_count(1);
        avutil.av_channel_layout_default(context.ch_layout(), channels);
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        frame = avutil.av_frame_alloc();
        frame.format(avutil.AV_SAMPLE_FMT_FLTP).sample_rate(sampleRate).nb_samples(AudioFormat.SAMPLES_PER_UNIT);
        avutil.av_channel_layout_default(frame.ch_layout(), channels);
        packet = avcodec.av_packet_alloc();
        try {
            FfmpegError.check("encoder", avcodec.avcodec_open2(context, codec, (PointerPointer<?>) null));
            FfmpegError.check("frame", avutil.av_frame_get_buffer(frame, 0));
        } catch (FfmpegError e) {
            close();
            throw failed(e).exception(e);
        }
        byte[] config = new byte[context.extradata_size()];
        context.extradata().get(config);
        format = new AudioFormat(sampleRate, channels, config);
    }

    public AudioFormat format() {
        return format;
    }

    /**
     * Codes one unit's worth of sound.
     *
     * @param sound {@link AudioFormat#SAMPLES_PER_UNIT} samples between -1 and 1 of the first channel, then as many of the
     *     second
     * @return the unit that is ready now, {@link #DELAY} samples older; nothing at the very first call, where the encoder
     *     may still be looking ahead
     */
    public Optional<byte[]> encode(float[] sound) {
        try {
            FfmpegError.check("frame", avutil.av_frame_make_writable(frame));
            for (int c = 0; c < channels; c++) {
                new FloatPointer(frame.data(c))
                        .put(sound, c * AudioFormat.SAMPLES_PER_UNIT, AudioFormat.SAMPLES_PER_UNIT);
            }
            frame.pts(samples);
            samples += AudioFormat.SAMPLES_PER_UNIT;
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
            throw failed(e).exception(e);
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

    private static Problem failed(FfmpegError e) {
        return Problem.of(ProblemKind.UNAVAILABLE, "encoder-failed", e.getMessage());
    }
}

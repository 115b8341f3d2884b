package tw.nvr.capture.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Decodes G.726 (ITU-T G.726: 2 to 5 bits a sample, mono) with libavcodec, in either order of bits. Used by one thread at a
 * time.
 */
final class G726 implements SampleDecoder {
    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;
    private final int bits;
    private final int sampleRate;
    private boolean closed;

    /**
     * @param bits a sample, 2 to 5
     * @param mostFirst whether the first sample lies in the most significant bits (AAL2, ITU-T I.366.2 annex E) or in the
     *     least significant ones (RFC 3551 4.5.4)
     * @throws tw.nvr.core.problem.ProblemException {@code ffmpeg-missing}, {@code encoder-failed}
     */
    @SuppressWarnings("resource") // everything is freed in close()
    G726(int bits, boolean mostFirst, int sampleRate) {
        Natives.load();
        this.bits = bits;
        this.sampleRate = sampleRate;
        AVCodec codec = avcodec.avcodec_find_decoder(
                mostFirst ? avcodec.AV_CODEC_ID_ADPCM_G726 : avcodec.AV_CODEC_ID_ADPCM_G726LE);
        context = avcodec.avcodec_alloc_context3(codec);
        context.sample_rate(sampleRate).bits_per_coded_sample(bits).thread_count(1);
        avutil.av_channel_layout_default(context.ch_layout(), 1);
        frame = avutil.av_frame_alloc();
        packet = avcodec.av_packet_alloc();
        try {
            FfmpegError.check("decoder", avcodec.avcodec_open2(context, codec, (PointerPointer<?>) null));
        } catch (FfmpegError e) {
            close();
            throw Problem.of(ProblemKind.UNAVAILABLE, "encoder-failed", e.getMessage())
                    .exception(e);
        }
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int samplesOf(int bytes) {
        return bytes * 8 / bits;
    }

    /** A payload that cannot be decoded is silence. */
    @Override
    public float[] decode(byte[] payload) {
        float[] samples = new float[samplesOf(payload.length)];
        try {
            FfmpegError.check("packet", avcodec.av_new_packet(packet, payload.length));
            packet.data().put(payload, 0, payload.length);
            FfmpegError.check("send", avcodec.avcodec_send_packet(context, packet));
            FfmpegError.check("receive", avcodec.avcodec_receive_frame(context, frame));
            short[] decoded = new short[Math.min(samples.length, frame.nb_samples())];
            new ShortPointer(frame.data(0)).get(decoded);
            for (int i = 0; i < decoded.length; i++) {
                samples[i] = decoded[i] / 32_768f;
            }
        } catch (FfmpegError e) {
            java.util.Arrays.fill(samples, 0);
        } finally {
            avcodec.av_packet_unref(packet);
        }
        return samples;
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
}

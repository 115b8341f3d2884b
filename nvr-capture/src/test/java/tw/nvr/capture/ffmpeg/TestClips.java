package tw.nvr.capture.ffmpeg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Small clips made on the spot with libavformat, and the real ones beside the repository. */
public final class TestClips {
    public static final int FPS = 10;
    public static final int KEY_INTERVAL = 5;

    private TestClips() {}

    /** Baseline without B-frames, 12.5 pictures a second, key frame every 4.8 s, AAC. */
    public static Path cars() {
        return shared("car-detection.mp4");
    }

    /** Main with B-frames, 10 pictures a second, key frame every second, no sound. */
    public static Path persons() {
        return shared("one-by-one-person-detection.mp4");
    }

    private static Path shared(String name) {
        Path file = Path.of(System.getProperty("nvr.repository", "."))
                .resolve("../shared/media")
                .resolve(name)
                .normalize();
        assumeTrue(Files.isReadable(file), "the clip " + name + " is not beside this repository");
        return file;
    }

    /** H.264 of 10 pictures a second with a key frame every half second, without sound. */
    public static Path silent(Path file, int pictures, int width, int height) throws FfmpegError {
        try (Writer out = new Writer(file, "mp4")) {
            out.h264(width, height);
            out.begin();
            out.pictures(pictures);
        }
        return file;
    }

    /** The same with AAC at 16 kHz. */
    public static Path withAac(Path file, int pictures) throws FfmpegError {
        try (Writer out = new Writer(file, "mp4");
                AacCodec aac = new AacCodec(16_000, 1, 32_000)) {
            out.h264(160, 120);
            out.sound(avcodec.AV_CODEC_ID_AAC, 16_000, aac.format().config());
            out.begin();
            out.pictures(pictures);
            int units = pictures * 16_000 / FPS / 1024;
            for (int n = 0; out.soundUnits < units; n++) {
                float[] pcm = new float[1024];
                pcm[n % 1024] = 0.5f;
                aac.encode(pcm).ifPresent(u -> out.soundUnit(u, 1024));
            }
        }
        return file;
    }

    /** The same with µ-law in a MOV file: MP4 does not know G.711. */
    public static Path withMuLaw(Path file, int pictures) throws FfmpegError {
        try (Writer out = new Writer(file, "mov")) {
            out.h264(160, 120);
            out.sound(avcodec.AV_CODEC_ID_PCM_MULAW, 8_000, new byte[0]);
            out.begin();
            out.pictures(pictures);
            for (int n = 0; n < pictures * 8_000 / FPS / 160; n++) {
                byte[] codes = new byte[160];
                Arrays.fill(codes, (byte) n);
                out.soundUnit(codes, 160);
            }
        }
        return file;
    }

    /** MPEG-4 part 2, which is not H.264. */
    public static Path mpeg4(Path file) throws FfmpegError {
        try (Writer out = new Writer(file, "mp4")) {
            out.mpeg4(160, 120);
        }
        return file;
    }

    private static final class Writer implements AutoCloseable {
        private final AVFormatContext context = new AVFormatContext(null);
        private final AVIOContext io = new AVIOContext(null);
        private AVStream video;
        private AVStream sound;
        private H264Encoder encoder;
        private int soundUnits;
        private long soundSamples;

        Writer(Path file, String format) throws FfmpegError {
            Natives.load();
            FfmpegError.check("muxer", avformat.avformat_alloc_output_context2(context, null, format, file.toString()));
            FfmpegError.check("file", avformat.avio_open(io, file.toString(), avformat.AVIO_FLAG_WRITE));
            context.pb(io);
        }

        void h264(int width, int height) {
            encoder = new H264Encoder(width, height, FPS, KEY_INTERVAL, 200_000);
            video = stream(avutil.AVMEDIA_TYPE_VIDEO, avcodec.AV_CODEC_ID_H264, encoder.parameterSets());
            video.codecpar().width(width).height(height);
            video.time_base(new AVRational().num(1).den(90_000));
        }

        void sound(int codec, int rate, byte[] config) {
            sound = stream(avutil.AVMEDIA_TYPE_AUDIO, codec, config);
            sound.codecpar().sample_rate(rate).frame_size(codec == avcodec.AV_CODEC_ID_AAC ? 1024 : 0);
            avutil.av_channel_layout_default(sound.codecpar().ch_layout(), 1);
            sound.time_base(new AVRational().num(1).den(rate));
        }

        void begin() throws FfmpegError {
            FfmpegError.check("header", avformat.avformat_write_header(context, (PointerPointer<?>) null));
        }

        void pictures(int count) throws FfmpegError {
            int width = video.codecpar().width();
            int height = video.codecpar().height();
            for (int n = 0; n < count; n++) {
                byte[][] planes = {new byte[width * height], new byte[width * height / 4], new byte[width * height / 4]
                };
                for (int i = 0; i < planes[0].length; i++) {
                    planes[0][i] = (byte) (i * 7 + n * 13 + (i / width) * (n % 5));
                }
                boolean key = n % KEY_INTERVAL == 0;
                byte[] unit = encoder.encode(planes, n, key).orElseThrow();
                packet(video, unit, n * 90_000L / FPS, 90_000 / FPS, 90_000, key);
            }
        }

        void soundUnit(byte[] unit, int samples) {
            try {
                packet(sound, unit, soundSamples, samples, sound.codecpar().sample_rate(), true);
            } catch (FfmpegError e) {
                throw new AssertionError(e);
            }
            soundUnits++;
            soundSamples += samples;
        }

        void mpeg4(int width, int height) throws FfmpegError {
            AVCodecContext c = avcodec.avcodec_alloc_context3(avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_MPEG4));
            c.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
            c.time_base(new AVRational().num(1).den(FPS));
            c.flags(c.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
            FfmpegError.check("mpeg4", avcodec.avcodec_open2(c, c.codec(), (PointerPointer<?>) null));
            video = avformat.avformat_new_stream(context, null);
            FfmpegError.check("parameters", avcodec.avcodec_parameters_from_context(video.codecpar(), c));
            begin();
            AVFrame frame = avutil.av_frame_alloc();
            frame.format(avutil.AV_PIX_FMT_YUV420P).width(width).height(height).pts(0);
            FfmpegError.check("frame", avutil.av_frame_get_buffer(frame, 0));
            FfmpegError.check("send", avcodec.avcodec_send_frame(c, frame));
            FfmpegError.check("flush", avcodec.avcodec_send_frame(c, null));
            AVPacket p = avcodec.av_packet_alloc();
            FfmpegError.check("receive", avcodec.avcodec_receive_packet(c, p));
            p.stream_index(video.index());
            FfmpegError.check("write", avformat.av_interleaved_write_frame(context, p));
            avcodec.av_packet_free(p);
            avutil.av_frame_free(frame);
            avcodec.avcodec_free_context(c);
        }

        private AVStream stream(int type, int codec, byte[] extradata) {
            AVStream s = avformat.avformat_new_stream(context, null);
            s.codecpar().codec_type(type).codec_id(codec);
            if (extradata.length > 0) {
                BytePointer copy = new BytePointer(
                        avutil.av_mallocz(extradata.length + (long) avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
                copy.put(extradata, 0, extradata.length);
                s.codecpar().extradata(copy).extradata_size(extradata.length);
            }
            return s;
        }

        private void packet(AVStream to, byte[] data, long pts, long duration, int rate, boolean key)
                throws FfmpegError {
            AVPacket p = avcodec.av_packet_alloc();
            FfmpegError.check("packet", avcodec.av_new_packet(p, data.length));
            p.data().put(data, 0, data.length);
            p.stream_index(to.index()).pts(pts).dts(pts).duration(duration);
            p.flags(key ? avcodec.AV_PKT_FLAG_KEY : 0);
            avcodec.av_packet_rescale_ts(p, new AVRational().num(1).den(rate), to.time_base());
            FfmpegError.check("write", avformat.av_interleaved_write_frame(context, p));
            avcodec.av_packet_free(p);
        }

        @Override
        public void close() throws FfmpegError {
            if (encoder != null) {
                encoder.close();
            }
            FfmpegError.check("trailer", avformat.av_write_trailer(context));
            FfmpegError.check("close", avformat.avio_closep(io));
            avformat.avformat_free_context(context);
        }
    }
}

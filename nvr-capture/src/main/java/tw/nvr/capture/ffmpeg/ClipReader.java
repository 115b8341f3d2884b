package tw.nvr.capture.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Reads the access units of an MP4 or MOV file with H.264 and, if there is any, AAC or G.711, in decoding order. Used by
 * one thread at a time.
 */
public final class ClipReader implements AutoCloseable {
    private static final AVRational VIDEO_TICKS = rational(90_000);

    private final Path file;
    private final AVFormatContext context;
    private final AVPacket packet;
    private final AVStream video;
    private final ClipFormat format;
    private final Optional<AVStream> sound;
    private boolean closed;

    private ClipReader(Path file, AVFormatContext context) {
        this.file = file;
        this.context = context;
        this.video =
                stream(avutil.AVMEDIA_TYPE_VIDEO).orElseThrow(() -> notH264("—").exception());
        ClipFormat picture = videoFormat(video.codecpar());
        Optional<AVStream> heard = stream(avutil.AVMEDIA_TYPE_AUDIO);
        Optional<ClipFormat.Sound> soundFormat = heard.flatMap(s -> soundFormat(s.codecpar()));
        this.sound = soundFormat.isPresent() ? heard : Optional.empty();
        this.format = new ClipFormat(picture.avcC(), picture.width(), picture.height(), soundFormat);
        this.packet = avcodec.av_packet_alloc();
    }

    /**
     * Opens a file.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code clip-missing}, {@code clip-damaged} (also when it is no MP4 at
     *     all), {@code clip-not-h264}, {@code ffmpeg-missing}
     */
    @SuppressWarnings("resource") // the context belongs to the reader, or is closed here when there is none
    public static ClipReader open(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw Problem.of(ProblemKind.NOT_FOUND, "clip-missing", file).exception();
        }
        Natives.load();
        AVFormatContext context = avformat.avformat_alloc_context();
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
        try (BytePointer url = new BytePointer("file:" + file.toAbsolutePath(), StandardCharsets.UTF_8)) {
            // on failure this call frees the context itself
            FfmpegError.check(
                    "open", avformat.avformat_open_input(context, url, avformat.av_find_input_format("mov"), options));
        } catch (FfmpegError e) {
            throw damaged(file, e.getMessage()).exception(e);
        } finally {
            avutil.av_dict_free(options);
        }
        try {
            return new ClipReader(file, context);
        } catch (RuntimeException e) {
            avformat.avformat_close_input(context);
            throw e;
        }
    }

    public ClipFormat format() {
        return format;
    }

    public Path file() {
        return file;
    }

    /** How many pictures the file's index promises; 0 when it does not say. */
    public long pictures() {
        return video.nb_frames();
    }

    /**
     * The next access unit, or nothing at the end.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code clip-damaged}
     */
    public Optional<ClipPacket> next() {
        while (true) {
            int result = avformat.av_read_frame(context, packet);
            if (result == avutil.AVERROR_EOF) {
                return Optional.empty();
            }
            if (result < 0) {
                throw damaged(file, new FfmpegError("read", result).getMessage())
                        .exception();
            }
            try {
                if (packet.stream_index() == video.index()) {
                    return Optional.of(owned(true, video, VIDEO_TICKS));
                }
                if (sound.isPresent() && packet.stream_index() == sound.get().index()) {
                    return Optional.of(owned(
                            false,
                            sound.get(),
                            rational(format.sound().orElseThrow().sampleRate())));
                }
            } finally {
                avcodec.av_packet_unref(packet);
            }
        }
    }

    /** Starts again with the first access unit. */
    public void rewind() {
        int result = avformat.avformat_seek_file(context, -1, Long.MIN_VALUE, 0, Long.MAX_VALUE, 0);
        if (result < 0) {
            throw damaged(file, new FfmpegError("rewind", result).getMessage()).exception();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec.av_packet_free(packet);
            avformat.avformat_close_input(context);
        }
    }

    private ClipPacket owned(boolean isVideo, AVStream stream, AVRational ticks) {
        boolean whole = packet.size() > 0
                && packet.dts() != avutil.AV_NOPTS_VALUE
                && (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) == 0;
        if (!whole) {
            throw damaged(file, "packet").exception();
        }
        byte[] data = new byte[packet.size()];
        packet.data().get(data);
        long pts = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        return new ClipPacket(
                isVideo,
                avutil.av_rescale_q(pts, stream.time_base(), ticks),
                avutil.av_rescale_q(packet.dts(), stream.time_base(), ticks),
                avutil.av_rescale_q(packet.duration(), stream.time_base(), ticks),
                (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0,
                data);
    }

    private Optional<AVStream> stream(int type) {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (context.streams(i).codecpar().codec_type() == type) {
                return Optional.of(context.streams(i));
            }
        }
        return Optional.empty();
    }

    private ClipFormat videoFormat(AVCodecParameters parameters) {
        byte[] avcC = extradata(parameters);
        if (parameters.codec_id() != avcodec.AV_CODEC_ID_H264) {
            throw notH264(avcodec.avcodec_get_name(parameters.codec_id()).getString())
                    .exception();
        }
        if (avcC.length < 7 || avcC[0] != 1) {
            throw damaged(file, "avcC").exception();
        }
        return new ClipFormat(avcC, parameters.width(), parameters.height(), Optional.empty());
    }

    private static Optional<ClipFormat.Sound> soundFormat(AVCodecParameters parameters) {
        int id = parameters.codec_id();
        int rate = parameters.sample_rate();
        int channels = parameters.ch_layout().nb_channels();
        byte[] config = extradata(parameters);
        if (id == avcodec.AV_CODEC_ID_AAC && config.length >= 2) {
            return Optional.of(new ClipFormat.Sound(ClipFormat.Codec.AAC, rate, channels, config));
        }
        if (id == avcodec.AV_CODEC_ID_PCM_ALAW) {
            return Optional.of(new ClipFormat.Sound(ClipFormat.Codec.PCMA, rate, channels, new byte[0]));
        }
        if (id == avcodec.AV_CODEC_ID_PCM_MULAW) {
            return Optional.of(new ClipFormat.Sound(ClipFormat.Codec.PCMU, rate, channels, new byte[0]));
        }
        return Optional.empty();
    }

    private static byte[] extradata(AVCodecParameters parameters) {
        byte[] bytes = new byte[Math.max(0, parameters.extradata_size())];
        if (bytes.length > 0) {
            parameters.extradata().get(bytes);
        }
        return bytes;
    }

    private Problem notH264(String codec) {
        return Problem.of(ProblemKind.USAGE, "clip-not-h264", file, codec);
    }

    private static Problem damaged(Path file, String detail) {
        return Problem.of(ProblemKind.DAMAGED, "clip-damaged", file, detail);
    }

    @SuppressWarnings("resource") // two integers; javacpp frees them with the object
    private static AVRational rational(int ticksPerSecond) {
        return new AVRational().num(1).den(ticksPerSecond);
    }
}

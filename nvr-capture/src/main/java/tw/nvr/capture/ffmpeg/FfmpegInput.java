package tw.nvr.capture.ffmpeg;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import tw.nvr.core.footage.VideoFormat;

/** One stream as libavformat reads it, without decoding anything. Used by one thread; nothing of it may leave that thread. */
final class FfmpegInput implements AutoCloseable {
    /** No time on a packet. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final int ANALYSE_MICROS = 500_000;

    private final AVFormatContext context;
    private final AVPacket packet;
    private final AVStream video;
    private final VideoFormat.Codec codec;
    private final Optional<AVStream> sound;
    private final Optional<Heard> heard;

    /**
     * A packet, its bytes our own: a piece of a picture, or a unit of sound.
     *
     * @param ticks presentation time, 90 kHz or the sound's sample rate; or {@link #NO_TIME}
     */
    record Read(boolean video, long ticks, boolean key, boolean corrupt, byte[] data) {}

    /**
     * A sound track that can be kept.
     *
     * @param config AudioSpecificConfig of AAC; empty for G.711
     */
    record Heard(ClipFormat.Codec codec, int sampleRate, byte[] config) {}

    private FfmpegInput(AVFormatContext context, boolean withSound) throws FfmpegError {
        this.context = context;
        this.video = stream(avutil.AVMEDIA_TYPE_VIDEO)
                .orElseThrow(() -> new FfmpegError("video", avutil.AVERROR_STREAM_NOT_FOUND()));
        this.codec = codec(video.codecpar().codec_id());
        Optional<AVStream> found = withSound ? stream(avutil.AVMEDIA_TYPE_AUDIO) : Optional.empty();
        this.heard = found.flatMap(s -> heard(s.codecpar()));
        this.sound = heard.isPresent() ? found : Optional.empty();
        this.packet = avcodec.av_packet_alloc();
    }

    /**
     * Connects; takes as long as the timeout lets it, several times over.
     *
     * @param url with user information, ending in a zero; wiped before this returns
     * @param cancel one byte of native memory; when it becomes 1, whatever waits gives up
     * @param withSound whether to look for sound
     */
    @SuppressWarnings("resource") // the context belongs to the input, or is closed here when there is none
    static FfmpegInput open(byte[] url, String transport, long timeoutMicros, BytePointer cancel, boolean withSound)
            throws FfmpegError {
        AVFormatContext context = avformat.avformat_alloc_context();
        context.interrupt_callback().callback(Interrupt.INSTANCE).opaque(cancel);
        context.max_analyze_duration(ANALYSE_MICROS);
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_NOPARSE | AVFormatContext.AVFMT_FLAG_NOFILLIN);
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "rtsp_transport", transport, 0);
        avutil.av_dict_set(options, "timeout", Long.toString(timeoutMicros), 0);
        avutil.av_dict_set(options, "protocol_whitelist", "file,rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto", 0);
        avutil.av_dict_set(options, "allowed_media_types", withSound ? "video+audio" : "video", 0);
        try (BytePointer address = new BytePointer(url)) {
            FfmpegError.check("open", avformat.avformat_open_input(context, address, null, options));
            address.fill(0);
        } finally {
            avutil.av_dict_free(options);
            Arrays.fill(url, (byte) 0);
        }
        try {
            return new FfmpegInput(context, withSound);
        } catch (FfmpegError | RuntimeException e) {
            avformat.avformat_close_input(context);
            throw e;
        }
    }

    VideoFormat.Codec codec() {
        return codec;
    }

    /** avcC or hvcC, or parameter sets behind start codes, or nothing. */
    byte[] extradata() {
        return extradata(video.codecpar());
    }

    Optional<Heard> heard() {
        return heard;
    }

    /** Whether every packet of video is a picture with lengths before its NAL units, as in MP4 files. */
    boolean wholePictures() {
        byte[] extradata = extradata();
        return extradata.length > 6 && extradata[0] == 1;
    }

    /** What the first sender report claimed to be the wall-clock time of tick 0, milliseconds since 1970. */
    Optional<Long> claimedStartMillis() {
        long micros = context.start_time_realtime();
        return micros == avutil.AV_NOPTS_VALUE || micros <= 0 ? Optional.empty() : Optional.of(micros / 1000);
    }

    /**
     * Waits for the next packet of video or sound; a packet of another track is {@link Optional#empty}.
     *
     * @throws FfmpegError also at the end
     */
    Optional<Read> read() throws FfmpegError {
        FfmpegError.check("read", avformat.av_read_frame(context, packet));
        try {
            boolean isVideo = packet.stream_index() == video.index();
            boolean isSound =
                    sound.isPresent() && packet.stream_index() == sound.get().index();
            if (!isVideo && !isSound || packet.size() <= 0) {
                return Optional.empty();
            }
            byte[] data = new byte[packet.size()];
            packet.data().get(data);
            boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
            boolean corrupt = (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
            AVStream from = isVideo ? video : sound.orElseThrow();
            int rate = isVideo ? VideoFormat.TIMESCALE : heard.orElseThrow().sampleRate();
            return Optional.of(new Read(isVideo, ticks(from, rate), key, corrupt, data));
        } finally {
            avcodec.av_packet_unref(packet);
        }
    }

    /** Says goodbye to the camera where it can be done without waiting. */
    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avformat.avformat_close_input(context);
    }

    @SuppressWarnings("resource") // two integers; javacpp frees them with the object
    private long ticks(AVStream from, int rate) {
        long pts = packet.pts() != avutil.AV_NOPTS_VALUE ? packet.pts() : packet.dts();
        return pts == avutil.AV_NOPTS_VALUE
                ? NO_TIME
                : avutil.av_rescale_q(
                        pts, from.time_base(), new AVRational().num(1).den(rate));
    }

    private Optional<AVStream> stream(int type) {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (context.streams(i).codecpar().codec_type() == type) {
                return Optional.of(context.streams(i));
            }
        }
        return Optional.empty();
    }

    private static VideoFormat.Codec codec(int id) throws FfmpegError {
        if (id == avcodec.AV_CODEC_ID_H264) {
            return VideoFormat.Codec.H264;
        }
        if (id == avcodec.AV_CODEC_ID_HEVC) {
            return VideoFormat.Codec.H265;
        }
        throw new FfmpegError(avcodec.avcodec_get_name(id).getString(), avutil.AVERROR_DECODER_NOT_FOUND());
    }

    private static Optional<Heard> heard(AVCodecParameters p) {
        byte[] config = extradata(p);
        int id = p.codec_id();
        boolean mono = p.ch_layout().nb_channels() <= 1;
        if (id == avcodec.AV_CODEC_ID_AAC && config.length >= 2) {
            return Optional.of(new Heard(ClipFormat.Codec.AAC, p.sample_rate(), config));
        }
        if (id == avcodec.AV_CODEC_ID_PCM_ALAW && mono) {
            return Optional.of(new Heard(ClipFormat.Codec.PCMA, p.sample_rate(), new byte[0]));
        }
        if (id == avcodec.AV_CODEC_ID_PCM_MULAW && mono) {
            return Optional.of(new Heard(ClipFormat.Codec.PCMU, p.sample_rate(), new byte[0]));
        }
        return Optional.empty();
    }

    private static byte[] extradata(AVCodecParameters p) {
        byte[] bytes = new byte[Math.max(0, p.extradata_size())];
        if (bytes.length > 0) {
            p.extradata().get(bytes);
        }
        return bytes;
    }

    /**
     * Asked by libavformat whether to give up. One for all cameras: javacpp has room for ten callbacks of a type, and the
     * eleventh silently becomes none.
     */
    private static final class Interrupt extends AVIOInterruptCB.Callback_Pointer {
        static final Interrupt INSTANCE = new Interrupt();

        @Override
        public int call(Pointer cancel) {
            return new BytePointer(cancel).get(0);
        }
    }
}

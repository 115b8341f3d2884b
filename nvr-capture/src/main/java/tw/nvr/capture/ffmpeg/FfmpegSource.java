package tw.nvr.capture.ffmpeg;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tw.nvr.capture.codec.AacConfig;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.source.PacketSource;
import tw.nvr.capture.source.SourceException;
import tw.nvr.capture.source.StreamSink;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.problem.ProblemException;

/**
 * The reader of last resort: libavformat, for H.265, RTP over UDP, rtsps, and whatever our own client refuses. Pictures are
 * never decoded. The native part runs on a thread of its own, {@code ffmpeg-<camera>}, which hands over copies through a
 * bounded queue; the thread ends soon after {@link #close}, which does not wait for it.
 */
public final class FfmpegSource implements PacketSource {
    private static final long OPEN_MILLIS = 14_000;

    private final SecretUrl url;
    private final boolean sound;
    private final AudioThread audioThread;
    private final FfmpegReader reader;
    private final CountDownLatch opened = new CountDownLatch(1);
    private Optional<AacEncoder> encoder = Optional.empty();
    private PictureLayer layer;
    private long damaged;
    private boolean closed;

    /**
     * Prepares; {@link #open} connects.
     *
     * @param password copied; the caller may wipe its own
     * @param sound whether sound is to be kept
     * @param markers where it is noted that native code reads this camera
     * @param audioThread encodes G.711
     */
    public FfmpegSource(
            CameraId camera,
            StreamAddress address,
            Optional<String> user,
            Optional<char[]> password,
            boolean sound,
            CrashMarkers markers,
            AudioThread audioThread) {
        this(camera, new SecretUrl(address, user, password), sound, markers, audioThread);
    }

    /** For any address that libavformat understands. */
    FfmpegSource(CameraId camera, SecretUrl url, boolean sound, CrashMarkers markers, AudioThread audioThread) {
        this.url = url;
        this.sound = sound;
        this.audioThread = audioThread;
        this.reader = new FfmpegReader(camera, url, sound, markers, opened::countDown);
    }

    @Override
    public void open() throws SourceException {
        try {
            Natives.load();
            reader.start();
            boolean inTime = opened.await(OPEN_MILLIS, TimeUnit.MILLISECONDS);
            if (!inTime) {
                throw SourceFailure.noAnswer(url);
            }
            FfmpegReader.Described described = reader.described();
            if (described == null) {
                reader.throwIfEnded();
                throw SourceFailure.noAnswer(url);
            }
            Optional<AudioFormat> audio = described.heard().flatMap(this::audio);
            layer = new PictureLayer(described.codec(), described.extradata(), audio);
        } catch (ProblemException e) {
            throw SourceFailure.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceFailure.noAnswer(url);
        } finally {
            if (layer == null) {
                close();
            }
        }
    }

    @Override
    public int poll(StreamSink sink) throws SourceException {
        int bytes = 0;
        for (FfmpegReader.Item item = reader.poll(); item != null; item = reader.poll()) {
            bytes += item.data().length;
            switch (item.kind()) {
                case PICTURE -> picture(item, sink);
                case SOUND -> heard(item, sink);
                case REPORT -> sink.senderReport(true, 0, item.ticks());
                case LOST -> {
                    damaged++;
                    sink.dropUnit(true);
                }
            }
        }
        encoder.ifPresent(e -> e.drain(sink));
        if (bytes == 0) {
            reader.throwIfEnded();
        }
        return bytes;
    }

    @Override
    public String reader() {
        return "ffmpeg";
    }

    @Override
    public long damagedUnits() {
        return damaged;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            reader.stop();
            encoder.ifPresent(AacEncoder::close);
        }
    }

    private void picture(FfmpegReader.Item item, StreamSink sink) {
        damaged += item.corrupt() ? 1 : 0;
        layer.lay(item.data(), item.ticks(), item.key(), item.corrupt(), sink);
    }

    private void heard(FfmpegReader.Item item, StreamSink sink) {
        ByteBuffer data = ByteBuffer.wrap(item.data());
        if (encoder.isPresent()) {
            encoder.get().feed(item.ticks(), data);
        } else if (layer.hasAudio()) {
            sink.audioUnit(item.ticks(), data);
        }
    }

    private Optional<AudioFormat> audio(FfmpegInput.Heard heard) {
        if (!sound) {
            return Optional.empty();
        }
        if (heard.codec() != ClipFormat.Codec.AAC) {
            encoder = Optional.of(
                    AacEncoder.g711(audioThread, heard.codec() == ClipFormat.Codec.PCMA, heard.sampleRate()));
            return encoder.map(AacEncoder::format);
        }
        try {
            AudioFormat format = AacConfig.parse(heard.config());
            // units are timed by the track's rate: where the two differ their times would be wrong
            return format.sampleRate() == heard.sampleRate() ? Optional.of(format) : Optional.empty();
        } catch (CodecException e) {
            // a kind of AAC that cannot be kept: pictures without sound are better than none
            return Optional.empty();
        }
    }
}

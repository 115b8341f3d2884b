package tw.nvr.capture.ffmpeg;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.VideoFormat;
import tw.nvr.core.problem.ProblemException;

/**
 * The native half of {@link FfmpegSource}: its own thread reads until it is stopped or the stream ends. {@link #start},
 * {@link #stop} and {@link #poll} may be called by other threads.
 */
final class FfmpegReader {
    private static final Logger LOG = LoggerFactory.getLogger(FfmpegReader.class);
    /** Waiting for the camera: so long for each answer, and so long for the next packet. */
    private static final long TIMEOUT_MICROS = 5_000_000;
    /** Bytes that may wait for the capture thread: two seconds at 30 Mbit/s. */
    private static final int WAITING_BYTES = 8 << 20;
    /** EPROTONOSUPPORT of Linux. */
    private static final int PROTOCOL_NOT_SUPPORTED = -93;

    private final CameraId camera;
    private final SecretUrl url;
    private final boolean sound;
    private final CrashMarkers markers;
    private final Runnable opened;
    private final ConcurrentLinkedQueue<Item> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile BytePointer cancel;
    private volatile Described described;
    private volatile SourceException ended;
    private volatile boolean stopping;
    private boolean overflowed;
    private boolean reported;

    /** What the camera said of its stream. */
    record Described(VideoFormat.Codec codec, byte[] extradata, Optional<FfmpegInput.Heard> heard) {}

    /** What the capture thread is told. */
    enum Kind {
        PICTURE,
        SOUND,
        /** {@link Item#ticks} holds milliseconds since 1970. */
        REPORT,
        /** Pictures were thrown away because nobody fetched them. */
        LOST
    }

    record Item(Kind kind, long ticks, boolean key, boolean corrupt, byte[] data) {}

    /** @param opened called once, on the reader's thread, when {@link #described} or the failure is there */
    FfmpegReader(CameraId camera, SecretUrl url, boolean sound, CrashMarkers markers, Runnable opened) {
        this.camera = camera;
        this.url = url;
        this.sound = sound;
        this.markers = markers;
        this.opened = opened;
    }

    /** Begins to connect; ffmpeg is loaded. */
    void start() {
        cancel = new BytePointer(1L).put((byte) 0);
        Thread thread = new Thread(this::run, "ffmpeg-" + camera);
        thread.setDaemon(true);
        thread.start();
    }

    /** Makes whatever waits give up; the thread ends by itself. */
    void stop() {
        stopping = true;
        BytePointer flag = cancel;
        if (flag != null) {
            flag.put(0, (byte) 1);
        }
    }

    Described described() {
        return described;
    }

    void throwIfEnded() throws SourceException {
        if (ended != null) {
            throw ended;
        }
    }

    Item poll() {
        Item item = queue.poll();
        if (item != null) {
            waiting.addAndGet(-item.data().length);
        }
        return item;
    }

    private void run() {
        try {
            markers.begin(camera);
            readMarked();
        } catch (ProblemException e) {
            ended = SourceFailure.of(e);
        } catch (RuntimeException e) {
            LOG.error("reading camera {} with ffmpeg: {}", camera, e.toString(), e);
            ended = SourceFailure.of(new FfmpegError(e.toString(), avutil.AVERROR_BUG()), url, true);
        } finally {
            opened.run();
        }
    }

    /** The marker goes in every case but one: that the process does not live to remove it. */
    private void readMarked() {
        try {
            read();
        } finally {
            markers.end(camera);
        }
    }

    private void read() {
        try (FfmpegInput input = connect()) {
            described = new Described(input.codec(), input.extradata(), input.heard());
            opened.run();
            UnitAssembler pictures = new UnitAssembler(input.codec(), input.wholePictures());
            try {
                while (!stopping) {
                    Optional<FfmpegInput.Read> read = input.read();
                    read.ifPresent(r -> take(r, input, pictures));
                }
            } catch (FfmpegError e) {
                pictures.finish().ifPresent(this::picture);
                ended = SourceFailure.of(e, url, true);
            }
            // so that the farewell is not given up at once
            cancel.put(0, (byte) 0);
        } catch (FfmpegError e) {
            ended = SourceFailure.of(e, url, false);
        }
    }

    private FfmpegInput connect() throws FfmpegError {
        try {
            return FfmpegInput.open(url.bytes(), "tcp", TIMEOUT_MICROS, cancel, sound);
        } catch (FfmpegError e) {
            if (stopping || !worthAnotherWay(e.code())) {
                throw e;
            }
            LOG.info("camera {} does not play over TCP ({}), trying UDP", camera, e.getMessage());
            return FfmpegInput.open(url.bytes(), "udp", TIMEOUT_MICROS, cancel, sound);
        }
    }

    /** Only a camera that answered and refused may like UDP better; the others would cost the same time again. */
    private static boolean worthAnotherWay(int code) {
        return code == avutil.AVERROR_HTTP_OTHER_4XX()
                || code == avutil.AVERROR_INVALIDDATA()
                || code == avutil.AVERROR_HTTP_SERVER_ERROR()
                || code == PROTOCOL_NOT_SUPPORTED;
    }

    private void take(FfmpegInput.Read read, FfmpegInput input, UnitAssembler pictures) {
        if (!reported && input.claimedStartMillis().isPresent()) {
            reported = true;
            queue.add(new Item(Kind.REPORT, input.claimedStartMillis().get(), false, false, new byte[0]));
        }
        if (read.ticks() == FfmpegInput.NO_TIME) {
            return;
        }
        if (read.video()) {
            pictures.take(read).ifPresent(this::picture);
        } else {
            put(new Item(Kind.SOUND, read.ticks(), true, read.corrupt(), read.data()));
        }
    }

    private void picture(FfmpegInput.Read read) {
        put(new Item(Kind.PICTURE, read.ticks(), read.key(), read.corrupt(), read.data()));
    }

    private void put(Item item) {
        if (waiting.get() + item.data().length > WAITING_BYTES) {
            if (!overflowed) {
                queue.add(new Item(Kind.LOST, 0, false, false, new byte[0]));
            }
            overflowed = true;
            return;
        }
        overflowed = false;
        waiting.addAndGet(item.data().length);
        queue.add(item);
    }
}

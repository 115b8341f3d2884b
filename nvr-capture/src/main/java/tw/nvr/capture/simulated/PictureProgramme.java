package tw.nvr.capture.simulated;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.ffmpeg.H264Encoder;

/**
 * The generated picture: drawn and encoded once for all clients, and only while there are any. Used by the server's thread
 * only.
 *
 * <p>Frame n belongs to media time n / fps since the start of the server, which the clock in the picture shows. A client
 * that fell behind further than the frames that are kept goes on with the oldest one kept.
 */
final class PictureProgramme implements Programme {
    private static final int VIDEO = 90_000;
    /** Frames kept for slower clients. */
    private static final int KEPT = 50;

    private final Settings settings;
    private final Instant start;
    private final Optional<Tone> tone;
    private final Deque<Unit> frames = new ArrayDeque<>();
    private Scene scene;
    private H264Encoder encoder;
    private ParameterSets sets;
    private long nextFrame;
    private long lastKey;
    private boolean keyWanted = true;

    /** @param start what the clock in the picture shows at media time zero */
    PictureProgramme(Settings settings, Instant start) {
        this.settings = settings;
        this.start = start;
        this.tone = settings.tone().map(Tone::of);
        openEncoder(settings.width(), settings.height());
    }

    @Override
    public ParameterSets sets() {
        return sets;
    }

    @Override
    public Optional<ClipFormat.Sound> sound() {
        return tone.map(Tone::format);
    }

    @Override
    public Reel play(long mediaNanos) {
        long frame = -Math.floorDiv(-mediaNanos * settings.framesPerSecond(), Unit.NANOS);
        keyWanted = true;
        return new Watching(mediaNanos, Math.max(frame, nextFrame));
    }

    @Override
    public void resize(int width, int height) {
        encoder.close();
        openEncoder(width, height);
    }

    @Override
    public void close() {
        encoder.close();
    }

    private void openEncoder(int width, int height) {
        int fps = settings.framesPerSecond();
        int keyInterval = settings.keyIntervalFrames();
        encoder = new H264Encoder(width, height, fps, keyInterval, settings.bitsPerSecond());
        sets = ParameterSets.ofAnnexB(encoder.parameterSets());
        scene = new Scene(width, height, settings.label(), settings.zone(), settings.seed());
        keyWanted = true;
    }

    /** The frame of that number, or the next one there is. */
    private Unit frame(long number) {
        for (Unit kept : frames) {
            if (kept.pts() >= pts(number)) {
                return kept;
            }
        }
        Optional<Unit> made = Optional.empty();
        for (long n = Math.max(number, nextFrame); made.isEmpty(); n++) {
            made = encode(n);
        }
        return made.get();
    }

    private Optional<Unit> encode(long n) {
        boolean key = keyWanted || n - lastKey >= settings.keyIntervalFrames();
        long nanos = Unit.nanos(pts(n), VIDEO);
        Optional<byte[]> coded = encoder.encode(scene.draw(start.plusNanos(nanos)), n, key);
        nextFrame = n + 1;
        return coded.map(bytes -> {
            List<byte[]> nals = Nals.ofAnnexB(bytes);
            boolean isKey = nals.stream().anyMatch(nal -> Nals.type(nal) == 5);
            lastKey = isKey ? n : lastKey;
            keyWanted &= !isKey;
            nals = nals.stream().filter(nal -> !Nals.isParameterSet(nal)).toList();
            Unit unit = new Unit(true, pts(n), nanos, Unit.NANOS / settings.framesPerSecond(), isKey, nals, sets);
            frames.addLast(unit);
            if (frames.size() > KEPT) {
                frames.removeFirst();
            }
            return unit;
        });
    }

    private long pts(long frame) {
        return frame * VIDEO / settings.framesPerSecond();
    }

    private final class Watching implements Reel {
        private final long originNanos;
        private long frame;
        private long soundUnit;

        Watching(long originNanos, long frame) {
            this.originNanos = originNanos;
            this.frame = frame;
            this.soundUnit = tone.map(t -> Unit.ticks(originNanos, t.format().sampleRate()) / t.samplesPerUnit() + 1)
                    .orElse(0L);
        }

        @Override
        public long originNanos() {
            return originNanos;
        }

        @Override
        public Unit next() {
            if (tone.isPresent() && soundNanos(tone.get()) <= Unit.nanos(pts(frame), VIDEO)) {
                return sound(tone.get());
            }
            Unit made = frame(frame);
            frame = (made.pts() * settings.framesPerSecond() + VIDEO - 1) / VIDEO + 1;
            return new Unit(
                    true,
                    made.pts(),
                    made.dueNanos() - originNanos,
                    made.spanNanos(),
                    made.key(),
                    made.nals(),
                    made.sets());
        }

        private long soundNanos(Tone t) {
            return Unit.nanos(soundUnit * t.samplesPerUnit(), t.format().sampleRate());
        }

        private Unit sound(Tone t) {
            long pts = soundUnit * t.samplesPerUnit();
            long span = Unit.nanos(t.samplesPerUnit(), t.format().sampleRate());
            Unit unit = Unit.sound(pts, soundNanos(t) - originNanos, span, t.unit(soundUnit));
            soundUnit++;
            return unit;
        }

        @Override
        public void nextClip() {
            resize(settings.width(), settings.height());
        }

        @Override
        public void close() {
            // the encoder belongs to the programme
        }
    }
}

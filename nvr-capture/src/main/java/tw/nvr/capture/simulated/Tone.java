package tw.nvr.capture.simulated;

import java.util.ArrayList;
import java.util.List;
import tw.nvr.capture.ffmpeg.AacCodec;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.core.footage.AudioFormat;

/**
 * A short beep at every full second, coded once and played over and over: eight seconds that fit together seamlessly.
 * Immutable.
 */
final class Tone {
    /** Frequency of the beep, Hz. */
    static final int FREQUENCY = 1000;

    private static final int LOOP_SECONDS = 8;
    private static final int AAC_RATE = 16_000;
    private static final int G711_RATE = 8_000;
    /** 20 ms, what cameras send. */
    private static final int G711_UNIT = 160;

    private final ClipFormat.Sound format;
    private final int samplesPerUnit;
    private final List<byte[]> units;

    private Tone(ClipFormat.Sound format, int samplesPerUnit, List<byte[]> units) {
        this.format = format;
        this.samplesPerUnit = samplesPerUnit;
        this.units = List.copyOf(units);
    }

    static Tone of(ClipFormat.Codec codec) {
        return switch (codec) {
            case AAC -> aac();
            case PCMA, PCMU -> g711(codec);
        };
    }

    ClipFormat.Sound format() {
        return format;
    }

    int samplesPerUnit() {
        return samplesPerUnit;
    }

    /** The payload of the n-th unit since the start. */
    byte[] unit(long n) {
        return units.get((int) (n % units.size()));
    }

    /** Coded twice: only the second time the encoder's memory is that of a loop. */
    private static Tone aac() {
        int perLoop = LOOP_SECONDS * AAC_RATE / AudioFormat.SAMPLES_PER_UNIT;
        List<byte[]> all = new ArrayList<>();
        try (AacCodec codec = new AacCodec(AAC_RATE, 1, 32_000)) {
            float[] sound = new float[AudioFormat.SAMPLES_PER_UNIT];
            // one unit more, because what comes out lies one unit behind what goes in
            for (int n = 0; all.size() < 2 * perLoop + 1; n++) {
                for (int i = 0; i < sound.length; i++) {
                    sound[i] = sample((long) n * sound.length + i, AAC_RATE);
                }
                codec.encode(sound).ifPresent(all::add);
            }
            ClipFormat.Sound format = new ClipFormat.Sound(
                    ClipFormat.Codec.AAC, AAC_RATE, 1, codec.format().config());
            return new Tone(format, AudioFormat.SAMPLES_PER_UNIT, all.subList(perLoop + 1, 2 * perLoop + 1));
        }
    }

    private static Tone g711(ClipFormat.Codec codec) {
        List<byte[]> units = new ArrayList<>();
        for (int start = 0; start < LOOP_SECONDS * G711_RATE; start += G711_UNIT) {
            byte[] unit = new byte[G711_UNIT];
            for (int i = 0; i < unit.length; i++) {
                int pcm = (int) (sample(start + i, G711_RATE) * Short.MAX_VALUE);
                unit[i] = codec == ClipFormat.Codec.PCMA ? G711Law.aLaw(pcm) : G711Law.muLaw(pcm);
            }
            units.add(unit);
        }
        return new Tone(new ClipFormat.Sound(codec, G711_RATE, 1, new byte[0]), G711_UNIT, units);
    }

    /** A tenth of a second of tone at every full second. */
    private static float sample(long index, int rate) {
        boolean beep = index % rate < rate / 10;
        return beep ? (float) (0.3 * Math.sin(2 * Math.PI * FREQUENCY * (index % rate) / rate)) : 0;
    }
}

package tw.nvr.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AacEncoderTest {
    private static final int RATE = 8_000;
    private static final int PACKET = 160;

    private final AudioThread thread = new AudioThread();
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void stopThread() {
        thread.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_tone_goes_in_and_the_same_tone_comes_out_in_its_place(boolean aLaw) throws Exception {
        long origin = 5_000_000_000L;
        try (AacEncoder encoder = AacEncoder.g711(thread, aLaw, RATE)) {
            // half a second of silence, then a tone of 500 Hz
            feed(encoder, aLaw, origin, 0, 2 * RATE);
            drainUntil(encoder, 13);
            assertThat(encoder.format().sampleRate()).isEqualTo(RATE);
            List<float[]> heard = AacDecoder.decode(
                    encoder.format(),
                    sink.sounds.stream().map(RecordingSink.Sound::data).toList());
            assertThat(sink.sounds.get(0).ticks()).isEqualTo(origin - 1024);
            for (int i = 0; i < heard.size(); i++) {
                long from = sink.sounds.get(i).ticks() - origin;
                if (from >= 0 && from + 1024 <= RATE / 2 - 1024) {
                    assertThat(loudness(heard.get(i))).as("at %d", from).isLessThan(0.02);
                } else if (from >= RATE / 2 + 1024) {
                    assertThat(loudness(heard.get(i))).as("at %d", from).isBetween(0.25, 0.45);
                    assertThat(crossings(heard.get(i))).as("at %d", from).isBetween(60, 68);
                }
            }
        }
    }

    @Test
    void the_onset_of_a_sound_is_found_within_three_milliseconds_of_its_time() throws Exception {
        try (AacEncoder encoder = AacEncoder.g711(thread, true, RATE)) {
            feed(encoder, true, 0, 0, 2 * RATE);
            drainUntil(encoder, 13);
            List<float[]> heard = AacDecoder.decode(
                    encoder.format(),
                    sink.sounds.stream().map(RecordingSink.Sound::data).toList());
            assertThat(onset(heard)).isBetween(RATE / 2 - 24L, RATE / 2 + 24L);
        }
    }

    @Test
    void two_channels_stay_apart_and_an_onset_keeps_its_time() throws Exception {
        int rate = 48_000;
        RawSound raw = new RawSound(RawSound.Coding.LINEAR, 0, rate, 2);
        try (AacEncoder encoder = AacEncoder.of(thread, raw)) {
            for (int at = 0; at < rate; at += 480) {
                ByteBuffer payload = ByteBuffer.allocate(4 * 480);
                for (int i = at; i < at + 480; i++) {
                    boolean on = i >= rate / 2;
                    payload.putShort((short) (on ? 16_000 * Math.sin(2 * Math.PI * 1000 * i / rate) : 0));
                    payload.putShort((short) 0);
                }
                encoder.feed(at, payload.flip());
            }
            drainUntil(encoder, 45);
            assertThat(encoder.format().channels()).isEqualTo(2);
            List<byte[]> units =
                    sink.sounds.stream().map(RecordingSink.Sound::data).toList();
            assertThat(onset(AacDecoder.decode(encoder.format(), units, 0)))
                    .isBetween(rate / 2 - 144L, rate / 2 + 144L);
            assertThat(onset(AacDecoder.decode(encoder.format(), units, 1)))
                    .as("the other channel is silent")
                    .isEqualTo(-1);
        }
    }

    private long onset(List<float[]> heard) {
        for (int i = 0; i < heard.size(); i++) {
            for (int s = 0; s < heard.get(i).length; s++) {
                if (Math.abs(heard.get(i)[s]) > 0.2) {
                    return sink.sounds.get(i).ticks() + s;
                }
            }
        }
        return -1;
    }

    @Test
    void units_follow_each_other_without_a_step_while_nothing_is_lost() throws Exception {
        try (AacEncoder encoder = AacEncoder.g711(thread, false, RATE)) {
            feed(encoder, false, 77, 0, 3 * RATE);
            drainUntil(encoder, 20);
            for (int i = 1; i < sink.sounds.size(); i++) {
                assertThat(sink.sounds.get(i).ticks() - sink.sounds.get(i - 1).ticks())
                        .isEqualTo(1024);
            }
        }
    }

    @Test
    void lost_sound_becomes_a_jump_and_no_drift() throws Exception {
        try (AacEncoder encoder = AacEncoder.g711(thread, false, RATE)) {
            feed(encoder, false, 0, 0, RATE);
            feed(encoder, false, 0, 5 * RATE, 7 * RATE);
            drainUntil(encoder, 21);
            List<Long> ticks =
                    sink.sounds.stream().map(RecordingSink.Sound::ticks).toList();
            assertThat(ticks).contains(5L * RATE);
            long steps = 0;
            for (int i = 1; i < ticks.size(); i++) {
                steps += ticks.get(i) - ticks.get(i - 1) == 1024 ? 0 : 1;
            }
            assertThat(steps).isEqualTo(1);
        }
    }

    @Test
    void trembling_timestamps_leave_no_trace() throws Exception {
        try (AacEncoder encoder = AacEncoder.g711(thread, false, RATE)) {
            for (int at = 0; at < 3 * RATE; at += PACKET) {
                int tremble = (at / PACKET % 3 - 1) * 60;
                encoder.feed(at + tremble, packet(false, at));
            }
            drainUntil(encoder, 20);
            for (int i = 1; i < sink.sounds.size(); i++) {
                assertThat(sink.sounds.get(i).ticks() - sink.sounds.get(i - 1).ticks())
                        .isEqualTo(1024);
            }
        }
    }

    @Test
    void sound_that_the_box_cannot_keep_up_with_is_counted_and_dropped() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (AacEncoder encoder = AacEncoder.g711(thread, false, RATE)) {
            thread.always(() -> awaitUninterrupted(busy));
            feed(encoder, false, 0, 0, 80 * RATE);
            busy.countDown();
            assertThat(encoder.droppedSamples()).isGreaterThan(10L * RATE).isLessThan(40L * RATE);
            drainUntil(encoder, 300);
        }
    }

    @Test
    void a_closed_encoder_takes_nothing_and_gives_nothing() {
        AacEncoder encoder = AacEncoder.g711(thread, true, RATE);
        encoder.close();
        encoder.close();
        feed(encoder, true, 0, 0, RATE);
        assertThat(encoder.droppedSamples()).isEqualTo(RATE);
        assertThat(encoder.drain(sink)).isFalse();
    }

    private void drainUntil(AacEncoder encoder, int units) throws Exception {
        Patience.until(units + " units are there", () -> {
            encoder.drain(sink);
            return sink.sounds.size() >= units;
        });
    }

    private static void feed(AacEncoder encoder, boolean aLaw, long origin, int from, int to) {
        for (int at = from; at < to; at += PACKET) {
            encoder.feed(origin + at, packet(aLaw, at));
        }
    }

    private static ByteBuffer packet(boolean aLaw, int at) {
        float[] law = aLaw ? G711.aLaw() : G711.muLaw();
        byte[] codes = new byte[PACKET];
        for (int i = 0; i < PACKET; i++) {
            double wanted = at + i < RATE / 2 ? 0 : 0.5 * Math.sin(2 * Math.PI * 500 * (at + i) / RATE);
            codes[i] = (byte) nearest(law, wanted);
        }
        return ByteBuffer.wrap(codes);
    }

    private static int nearest(float[] law, double wanted) {
        int best = 0;
        for (int code = 1; code < 256; code++) {
            best = Math.abs(law[code] - wanted) < Math.abs(law[best] - wanted) ? code : best;
        }
        return best;
    }

    private static double loudness(float[] samples) {
        double sum = 0;
        for (float s : samples) {
            sum += s * s;
        }
        return Math.sqrt(sum / samples.length);
    }

    /** Rising zero crossings; 64 in 1024 samples of 500 Hz at 8 kHz. */
    private static int crossings(float[] samples) {
        int count = 0;
        for (int i = 1; i < samples.length; i++) {
            count += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
        }
        return count;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

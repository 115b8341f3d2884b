package tw.nvr.capture.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.codec.BitReader;
import tw.nvr.capture.codec.Bits;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.LatmConfig;
import tw.nvr.capture.codec.Vectors;
import tw.nvr.core.footage.AudioFormat;

class LatmDepacketizerTest {
    private static final byte[] MONO_16 = Vectors.hex("1408");
    private static final byte[] STEREO_44 = Vectors.hex("1210");

    private final RecordingSink sink = new RecordingSink();
    private SoundFormat sound = new SoundFormat(Optional.empty());
    private LatmDepacketizer depacketizer;

    /** StreamMuxConfig with lengths before every access unit. */
    private static Bits config(Bits to, byte[] aac, int subFrames) {
        return to.put(0, 1)
                .put(1, 1)
                .put(subFrames - 1, 6)
                .put(0, 4)
                .put(0, 3)
                .put(aac)
                .put(0, 3)
                .put(0xff, 8)
                .put(0, 2);
    }

    private static Bits unit(Bits to, byte[] unit) {
        return length(to, unit.length).put(unit);
    }

    private static Bits length(Bits to, int length) {
        for (int left = length; left >= 0; left -= 255) {
            to.put(Math.min(255, left), 8);
        }
        return to;
    }

    private void described(int clockRate, byte[] aac, int subFrames) throws CodecException {
        LatmConfig config =
                LatmConfig.parse(BitReader.of(config(new Bits(), aac, subFrames).bytes()));
        sound = new SoundFormat(Optional.of(config.format()));
        sound.tell();
        depacketizer = new LatmDepacketizer(clockRate, false, Optional.of(config), sound);
    }

    private void inBand() {
        depacketizer = new LatmDepacketizer(16_000, true, Optional.empty(), sound);
    }

    private void packet(long ticks, boolean marker, boolean lost, byte[] payload) {
        ByteBuffer buf = ByteBuffer.allocate(payload.length + 5);
        buf.put(5, payload);
        depacketizer.packet(buf, 5, payload.length, ticks, marker, lost, sink);
    }

    private static byte[] noise(int length) {
        byte[] out = new byte[length];
        new Random(length).nextBytes(out);
        return out;
    }

    private static RecordingSink.Sound heard(long ticks, byte[] unit) {
        return new RecordingSink.Sound(ticks, HexFormat.of().formatHex(unit));
    }

    @Test
    void with_the_configuration_in_the_description_a_packet_is_a_length_and_a_unit() throws CodecException {
        described(16_000, MONO_16, 1);
        for (int length : new int[] {1, 254, 255, 256, 600}) {
            packet(length * 1024L, true, false, unit(new Bits(), noise(length)).bytes());
        }
        assertThat(sink.sounds)
                .containsExactly(
                        heard(1024, noise(1)),
                        heard(254 * 1024, noise(254)),
                        heard(255 * 1024, noise(255)),
                        heard(256 * 1024, noise(256)),
                        heard(600 * 1024, noise(600)));
    }

    @Test
    void subframes_follow_each_other_by_1024_samples_whatever_the_clock() throws CodecException {
        described(90_000, MONO_16, 3);
        Bits element = new Bits();
        for (int n = 1; n <= 3; n++) {
            unit(element, noise(10 * n));
        }
        packet(90_000, true, false, element.bytes());
        assertThat(sink.sounds)
                .containsExactly(heard(16_000, noise(10)), heard(17_024, noise(20)), heard(18_048, noise(30)));
    }

    @Test
    void a_configuration_in_band_is_learnt_and_its_units_wait_until_the_sink_knows_of_it() {
        inBand();
        byte[] first =
                unit(config(new Bits().put(0, 1), STEREO_44, 1), noise(50)).bytes();
        byte[] same = unit(new Bits().put(1, 1), noise(60)).bytes();
        packet(0, true, false, first);
        assertThat(sink.sounds).isEmpty();
        assertThat(sound.changed()).isTrue();
        assertThat(sound.tell().map(AudioFormat::sampleRate)).contains(44_100);
        packet(1000, true, false, first);
        packet(2000, true, false, same);
        assertThat(sound.changed()).as("the same again is no change").isFalse();
        assertThat(sink.sounds)
                .extracting(RecordingSink.Sound::hex)
                .containsExactly(
                        HexFormat.of().formatHex(noise(50)), HexFormat.of().formatHex(noise(60)));
    }

    @Test
    void a_configuration_that_changes_in_band_is_told_with_the_next_key_frame() {
        inBand();
        packet(
                0,
                true,
                false,
                unit(config(new Bits().put(0, 1), MONO_16, 1), noise(5)).bytes());
        sound.tell();
        byte[] changed =
                unit(config(new Bits().put(0, 1), STEREO_44, 1), noise(6)).bytes();
        packet(1024, true, false, changed);
        assertThat(sound.changed()).isTrue();
        assertThat(sink.sounds).isEmpty();
        sound.tell();
        packet(2048, true, false, changed);
        assertThat(sink.sounds).hasSize(1);
    }

    @Test
    void an_element_over_several_packets_is_put_together_and_one_with_a_hole_is_dropped() throws CodecException {
        described(16_000, MONO_16, 1);
        byte[] element = unit(new Bits(), noise(3000)).bytes();
        packet(0, false, false, Arrays.copyOf(element, 1400));
        packet(0, false, false, Arrays.copyOfRange(element, 1400, 2800));
        packet(0, true, false, Arrays.copyOfRange(element, 2800, element.length));
        packet(1024, false, false, Arrays.copyOf(element, 1400));
        packet(1024, true, true, Arrays.copyOfRange(element, 2800, element.length));
        packet(2048, true, true, Arrays.copyOfRange(element, 2800, element.length));
        packet(3072, true, false, unit(new Bits(), noise(9)).bytes());
        assertThat(sink.sounds).containsExactly(heard(0, noise(3000)), heard(3072, noise(9)));
        assertThat(depacketizer.damagedUnits()).isOne();
    }

    @Test
    void lengths_that_cannot_be_and_elements_without_end_are_counted_and_left() throws CodecException {
        described(16_000, MONO_16, 1);
        packet(0, true, false, new byte[] {10, 1, 2});
        packet(1024, true, false, new byte[] {0});
        packet(2048, true, false, new byte[] {(byte) 255, (byte) 255});
        for (int n = 0; n < 100; n++) {
            packet(3072, false, false, new byte[1400]);
        }
        packet(3072, true, false, new byte[1]);
        packet(4096, true, false, unit(new Bits(), noise(4)).bytes());
        assertThat(sink.sounds).containsExactly(heard(4096, noise(4)));
        assertThat(depacketizer.damagedUnits()).isEqualTo(4);
    }

    @Test
    void garbage_yields_bounded_units_or_none() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        inBand();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            int before = sink.sounds.size();
            packet(i / 2, random.nextInt(4) > 0, random.nextInt(10) == 0, bytes);
            sound.tell();
            assertThat(sink.sounds.size() - before).as("seed %d", seed).isLessThanOrEqualTo(64);
        }
    }
}

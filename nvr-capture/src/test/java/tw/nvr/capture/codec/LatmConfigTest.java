package tw.nvr.capture.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LatmConfigTest {
    private static LatmConfig parse(byte[] bytes) throws CodecException {
        return LatmConfig.parse(BitReader.of(bytes));
    }

    @Test
    void the_configuration_that_encoders_write_is_read() throws CodecException {
        LatmConfig config = parse(Vectors.hex("400028103fc0")); // AAC-LC, 16 kHz, mono, as of many cameras
        assertThat(config.format().sampleRate()).isEqualTo(16_000);
        assertThat(config.format().channels()).isOne();
        assertThat(config.format().config()).startsWith(0x14, 0x08);
        assertThat(config.subFrames()).isOne();
        assertThat(config.frameBytes()).isZero();
    }

    @Test
    void the_configuration_of_gstreamer_with_a_sync_word_and_without_its_end_is_read() throws CodecException {
        LatmConfig config = parse(Vectors.hex("40002810adca00"));
        assertThat(config.format().sampleRate()).isEqualTo(16_000);
        assertThat(config.format().config()).containsExactly(Vectors.hex("140856e500"));
    }

    @Test
    void subframes_fixed_lengths_and_other_data_are_read() throws CodecException {
        Bits bits = new Bits().put(0, 1).put(1, 1).put(3, 6).put(0, 4).put(0, 3).put(Vectors.hex("1210"));
        bits.put(1, 3)
                .put(100, 9)
                .put(1, 1)
                .put(1, 1)
                .put(1, 8)
                .put(0, 1)
                .put(4, 8)
                .put(1, 1)
                .put(0xab, 8);
        LatmConfig config = parse(bits.bytes());
        assertThat(config.subFrames()).isEqualTo(4);
        assertThat(config.frameBytes()).isEqualTo(120);
        assertThat(config.otherDataBits()).isEqualTo(260);
        assertThat(config.format().sampleRate()).isEqualTo(44_100);
        assertThat(config.format().channels()).isEqualTo(2);
    }

    @Test
    void the_second_version_tells_the_length_of_the_configuration_in_it() throws CodecException {
        Bits bits = new Bits()
                .put(1, 1)
                .put(0, 1)
                .put(0, 2)
                .put(0xff, 8)
                .put(1, 1)
                .put(0, 6)
                .put(0, 4)
                .put(0, 3);
        bits.put(0, 2)
                .put(24, 8)
                .put(Vectors.hex("121056"))
                .put(0, 3)
                .put(0xff, 8)
                .put(0, 2);
        assertThat(parse(bits.bytes()).format().config()).startsWith(0x12, 0x10);
    }

    @Test
    void several_programmes_layers_and_other_codecs_are_refused() {
        Bits programmes =
                new Bits().put(0, 1).put(1, 1).put(0, 6).put(1, 4).put(0, 3).put(Vectors.hex("12100000"));
        Bits layers =
                new Bits().put(0, 1).put(1, 1).put(0, 6).put(0, 4).put(1, 3).put(Vectors.hex("12100000"));
        Bits framing =
                new Bits().put(0, 1).put(0, 1).put(0, 6).put(0, 4).put(0, 3).put(Vectors.hex("12100000"));
        Bits celp = new Bits().put(0, 1).put(1, 1).put(0, 6).put(0, 4).put(0, 3).put(Vectors.hex("41100000"));
        Bits cut = new Bits().put(0, 1).put(1, 1).put(0, 6).put(0, 4).put(0, 3).put(Vectors.hex("12"));
        for (Bits bits : new Bits[] {programmes, layers, framing, celp, cut, new Bits(), new Bits().put(3, 2)}) {
            assertThatThrownBy(() -> parse(bits.bytes())).isInstanceOf(CodecException.class);
        }
    }

    @Test
    void garbage_is_refused_or_understood_but_never_breaks_anything() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            try {
                assertThat(parse(bytes).subFrames()).as("seed %d", seed).isBetween(1, 64);
            } catch (CodecException e) {
                assertThat(e).hasMessageMatching(".+");
            }
        }
    }
}

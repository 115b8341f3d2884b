package tw.nvr.capture.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.core.footage.AudioFormat;

class AacConfigTest {
    @Test
    void low_complexity_of_16_kHz_mono_is_read_and_written() throws CodecException {
        AudioFormat format = AacConfig.parse(Vectors.hex("1408"));
        assertThat(format.sampleRate()).isEqualTo(16_000);
        assertThat(format.channels()).isEqualTo(1);
        assertThat(format.codecString()).isEqualTo("mp4a.40.2");
        assertThat(AacConfig.lowComplexity(16_000, 1)).isEqualTo(Vectors.hex("1408"));
    }

    @Test
    void a_rate_that_is_spelled_out_is_read() throws CodecException {
        // type 2, index 15, 24 bits of 16000, 1 channel, GASpecificConfig 000
        byte[] config = bits("00010" + "1111" + "000000000011111010000000" + "0001" + "000");
        assertThat(AacConfig.parse(config).sampleRate()).isEqualTo(16_000);
    }

    @Test
    void with_band_replication_the_rate_is_the_cores() throws CodecException {
        // type 5 (SBR), core 24 kHz, 2 channels, extension 48 kHz, then type 2
        byte[] config = bits("00101" + "0110" + "0010" + "0011" + "00010" + "000");
        AudioFormat format = AacConfig.parse(config);
        assertThat(format.sampleRate()).isEqualTo(24_000);
        assertThat(format.channels()).isEqualTo(2);
    }

    @Test
    void what_is_not_aac_with_1024_samples_is_refused() {
        for (String bits : new String[] {
            "00010" + "1101" + "0001" + "000", // reserved rate
            "00010" + "1000" + "0000" + "000", // channels in the bit stream
            "01000" + "1000" + "0001" + "000", // CELP
            "00010" + "1000" + "0001" + "100", // 960 samples
        }) {
            assertThatThrownBy(() -> AacConfig.parse(bits(bits))).as(bits).isInstanceOf(CodecException.class);
        }
    }

    @Test
    void garbage_is_refused_or_understood_but_never_breaks_anything() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] config = new byte[random.nextInt(12)];
            random.nextBytes(config);
            try {
                assertThat(AacConfig.parse(config).channels())
                        .as("seed %d", seed)
                        .isBetween(1, 8);
                understood++;
            } catch (CodecException e) {
                assertThat(e).hasMessageMatching(".+");
            }
        }
        assertThat(understood).as("seed %d", seed).isPositive();
    }

    private static byte[] bits(String text) {
        byte[] out = new byte[(text.length() + 7) / 8];
        for (int i = 0; i < text.length(); i++) {
            out[i / 8] |= (byte) ((text.charAt(i) - '0') << 7 - i % 8);
        }
        return out;
    }
}

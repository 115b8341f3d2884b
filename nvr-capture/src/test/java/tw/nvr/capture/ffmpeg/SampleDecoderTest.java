package tw.nvr.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDecoderTest {
    private static final String TONE = ""
            + "7f7777778e88ccfd31554512bda9bbfc425635f3bd9abbfd425635f3bd9abbfd42654412bd9abbed32464512be"
            + "aad9ec325545f3af9bbbfc31465511bf9bdadc326444f3cfb9baed4f552514ce9abcec4f554423afaccaeb3153"
            + "5412cfbcbace22521524edacadee1f253521cf9cfadbf2655111d1f9d9fd4e6132f4fde9cb2b5e6f2213eccafb"
            + "394e42711defed1c1d3f533e3eacbd4e19e5241eb3bd1cfd6cf612f2addcacd34232e5a5c2bdaf234c34e31ecb"
            + "bbdd14722ff12cfbbb3f2d43253e1b8dfefee134311f81d1fdfef15222e12eb9cdff6f5e15f13caadc2e2c64f3"
            + "121db9ecfd615e15f1ffd9caf1e16513211cd9db1d515f44e1cc91ab11226e15112b9deb1f5c521312bcaeac2d"
            + "d36234cfa391dcff5e51431fbcafe91dd37211ffdfbecddf344f16e2cc91bc1fc34515c293c1bbef255e44e11d"
            + "abcbef217311f1bfcfbcff613d45d13baccb2fd155151f91afccefd44515d2d2aacdfe524145e1bcb3e81fc223"
            + "24dee3acebc1e35532d292a1cdde355d34c3dc93bc1e145f35d1ffaacbefe455431f1bbada2de255";

    /** Packs codes with the first in the least significant bits (RFC 3551 4.5.4) or in the most significant ones (AAL2). */
    private static byte[] pack(int[] codes, int bits, boolean mostFirst) {
        byte[] out = new byte[codes.length * bits / 8];
        for (int i = 0; i < codes.length * bits; i++) {
            int within = i % bits;
            int bit = codes[i / bits] >> (mostFirst ? bits - 1 - within : within) & 1;
            out[i / 8] |= (byte) (bit << (mostFirst ? 7 - i % 8 : i % 8));
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void g726_in_both_packings_is_the_same_sound(int bits) {
        long seed = new Random().nextLong();
        int[] codes = new Random(seed).ints(160, 0, 1 << bits).toArray();
        try (G726 rfc = new G726(bits, false, 8000);
                G726 aal2 = new G726(bits, true, 8000)) {
            float[] one = rfc.decode(pack(codes, bits, false));
            float[] other = aal2.decode(pack(codes, bits, true));
            assertThat(one).as("seed %d", seed).hasSize(160).isEqualTo(other);
            assertThat(rfc.samplesOf(20 * bits)).isEqualTo(160);
        }
    }

    /** 800 samples of a tone of 500 Hz, coded by the ffmpeg of Debian at 32 kbit/s; quantisation leaves a good 20 dB. */
    @Test
    void g726_of_another_encoder_is_the_tone_that_it_coded() {
        byte[] coded = HexFormat.of().parseHex(TONE);
        try (G726 g726 = new G726(4, false, 8000)) {
            float[] heard = g726.decode(coded);
            double noise = 0;
            double power = 0;
            for (int i = 80; i < heard.length; i++) {
                double wanted = 0.5 * Math.sin(2 * Math.PI * 500 * i / 8000);
                noise += (heard[i] - wanted) * (heard[i] - wanted);
                power += wanted * wanted;
            }
            assertThat(10 * Math.log10(power / noise)).as("decibels").isGreaterThan(20);
        }
    }

    @Test
    void linear_samples_are_big_endian_and_channels_take_turns() {
        LinearPcm pcm = new LinearPcm(48_000, 2);
        ByteBuffer payload = ByteBuffer.allocate(9);
        payload.putShort((short) 16_384)
                .putShort((short) -16_384)
                .putShort((short) -1)
                .putShort((short) 0x7fff);
        assertThat(pcm.decode(payload.array())).containsExactly(0.5f, -0.5f, -1 / 32_768f, 0x7fff / 32_768f);
        assertThat(pcm.samplesOf(8)).isEqualTo(2);
    }

    @Test
    void a_rate_that_aac_does_not_know_keeps_its_tone_over_packets_of_any_size() {
        Resampled resampled = new Resampled(new LinearPcm(20_000, 1), 22_050);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int in = 0;
        int out = 0;
        while (in < 20_000) {
            int n = 1 + random.nextInt(400);
            ByteBuffer payload = ByteBuffer.allocate(2 * n);
            for (int i = 0; i < n; i++) {
                payload.putShort((short) (16_000 * Math.sin(2 * Math.PI * 440 * (in + i) / 20_000)));
            }
            in += n;
            for (float sample : resampled.decode(payload.array())) {
                double wanted = 16_000 / 32_768.0 * Math.sin(2 * Math.PI * 440 * out / 22_050);
                assertThat((double) sample).as("seed %d, sample %d", seed, out).isCloseTo(wanted, within(0.01));
                out++;
            }
        }
        assertThat(out).as("seed %d", seed).isCloseTo((int) (in * 22_050L / 20_000), within(2));
    }
}

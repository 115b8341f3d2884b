package tw.nvr.capture.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.core.footage.VideoFormat;

class H265Test {
    @Test
    void size_depth_and_reordering_of_a_real_encoder_are_read() throws CodecException {
        H265Sps main = H265Sps.parse(Vectors.HEVC_SPS);
        assertThat(new int[] {main.width(), main.height(), main.bitDepthLuma(), main.reorderDepth()})
                .containsExactly(1920, 1080, 8, 2);
        H265Sps ten = H265Sps.parse(Vectors.HEVC10_SPS);
        assertThat(new int[] {ten.width(), ten.height(), ten.bitDepthLuma(), ten.reorderDepth()})
                .containsExactly(638, 358, 10, 0);
    }

    @Test
    void the_decoder_configuration_starts_as_the_one_that_ffmpeg_writes() throws CodecException {
        VideoFormat format = H265.format(Vectors.HEVC_VPS, Vectors.HEVC_SPS, Vectors.HEVC_PPS);
        assertThat(HexFormat.of().formatHex(format.decoderConfig()))
                .startsWith("01016000000090000000000078f000fcfdf8f80000")
                .contains("0f03a000010018" + HexFormat.of().formatHex(Vectors.HEVC_VPS))
                .endsWith("a200010006" + HexFormat.of().formatHex(Vectors.HEVC_PPS));
    }

    @Test
    void pictures_that_decoding_can_start_at_are_known() {
        assertThat(H265.isKey(H265.nalType((byte) (19 << 1)))).isTrue();
        assertThat(H265.isKey(H265.nalType((byte) (21 << 1)))).isTrue();
        assertThat(H265.isKey(H265.nalType((byte) (1 << 1)))).isFalse();
    }

    @Test
    void sets_of_the_wrong_kind_are_refused() {
        assertThatThrownBy(() -> H265.format(Vectors.HEVC_PPS, Vectors.HEVC_SPS, Vectors.HEVC_VPS))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void garbage_is_refused_or_understood_but_never_breaks_anything() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] sps = Vectors.HEVC_SPS.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                sps[1 + random.nextInt(sps.length - 1)] = (byte) random.nextInt();
            }
            try {
                assertThat(H265Sps.parse(sps).width()).as("seed %d", seed).isBetween(1, 16_384);
            } catch (CodecException e) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }
}

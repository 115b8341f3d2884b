package tw.nvr.capture.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.core.footage.VideoFormat;

class H264Test {
    @Test
    void sizes_of_real_encoders_are_read_cropping_included() throws CodecException {
        assertSize(Vectors.BASELINE_SPS, 640, 360);
        assertSize(Vectors.MAIN_SPS, 1920, 1080);
        assertSize(Vectors.HIGH_SPS, 1280, 720);
        assertSize(Vectors.INTERLACED_422_SPS, 720, 576);
        assertSize(Vectors.HIGH10_SPS, 320, 240);
        assertSize(Vectors.SCALING_LISTS_444_SPS, 322, 242);
        assertSize(Vectors.CAMERA_BASELINE_SPS, 768, 432);
        assertSize(Vectors.CAMERA_MAIN_SPS, 768, 432);
    }

    private static void assertSize(byte[] sps, int width, int height) throws CodecException {
        H264Sps parsed = H264Sps.parse(sps);
        assertThat(new int[] {parsed.width(), parsed.height()})
                .as(HexFormat.of().formatHex(sps))
                .containsExactly(width, height);
    }

    @Test
    void fields_that_the_decoder_configuration_needs_are_read() throws CodecException {
        H264Sps interlaced = H264Sps.parse(Vectors.INTERLACED_422_SPS);
        assertThat(interlaced.framesOnly()).isFalse();
        assertThat(interlaced.chromaFormat()).isEqualTo(2);
        assertThat(H264Sps.parse(Vectors.HIGH10_SPS).bitDepthLuma()).isEqualTo(10);
        assertThat(H264Sps.parse(Vectors.SCALING_LISTS_444_SPS).chromaFormat()).isEqualTo(3);
    }

    @Test
    void reorder_depth_is_what_the_encoder_says_and_none_without_b_pictures() throws CodecException {
        assertThat(H264.reorderDepth(Vectors.BASELINE_SPS)).isZero();
        assertThat(H264.reorderDepth(Vectors.CAMERA_BASELINE_SPS)).isZero();
        assertThat(H264.reorderDepth(Vectors.HIGH_SPS)).isEqualTo(2);
        assertThat(H264.reorderDepth(Vectors.HIGH10_SPS)).isZero();
    }

    @Test
    void a_camera_with_b_pictures_has_a_reorder_depth_of_at_least_one() throws CodecException {
        assertThat(H264.reorderDepth(Vectors.CAMERA_MAIN_SPS)).isBetween(1, 4);
    }

    @Test
    void picture_rate_comes_from_the_timing_information() throws CodecException {
        assertThat(H264Sps.parse(Vectors.HIGH_SPS).pictureRate().orElseThrow()).isCloseTo(25, within(0.001));
        assertThat(H264Sps.parse(Vectors.CAMERA_MAIN_SPS).pictureRate().orElseThrow())
                .isBetween(9.0, 11.0);
    }

    /** A sequence parameter set of 720x576 without VUI. */
    private static byte[] silent(int profile, int level, int orderCountType, int referenceFrames) {
        Bits bits = new Bits()
                .put(0x67, 8)
                .put(profile, 8)
                .put(0, 8)
                .put(level, 8)
                .ue(0)
                .ue(4)
                .ue(orderCountType);
        if (orderCountType == 0) {
            bits.ue(4);
        }
        return bits.ue(referenceFrames)
                .put(0, 1)
                .ue(44)
                .ue(35)
                .put(0b1_1_0_0_1, 5)
                .bytes();
    }

    @Test
    void without_a_claim_the_reorder_depth_is_what_profile_level_and_reference_frames_allow() throws CodecException {
        assertThat(H264.reorderDepth(silent(66, 30, 0, 4))).as("baseline").isZero();
        assertThat(H264.reorderDepth(silent(77, 30, 2, 4)))
                .as("output in decoding order")
                .isZero();
        assertThat(H264.reorderDepth(silent(77, 30, 0, 1))).as("one reference").isZero();
        assertThat(H264.reorderDepth(silent(77, 30, 0, 4))).isEqualTo(4);
        assertThat(H264.reorderDepth(silent(77, 30, 0, 16)))
                .as("8100 macroblocks of level 3, 1620 a picture")
                .isEqualTo(5);
        assertThat(H264.reorderDepth(silent(77, 51, 0, 16))).isEqualTo(16);
    }

    @Test
    void the_decoder_configuration_is_the_one_that_ffmpeg_writes() throws CodecException {
        VideoFormat format = H264.format(Vectors.HIGH_SPS, Vectors.HIGH_PPS);
        assertThat(HexFormat.of().formatHex(format.decoderConfig()))
                .isEqualTo("0164001fffe1001a6764001facd9405005bb011000000300100000030320f1831960"
                        + "01000668ebe3cb22c0fdf8f800");
        assertThat(format.codecString()).isEqualTo("avc1.64001f");
    }

    @Test
    void without_a_high_profile_the_decoder_configuration_ends_with_the_picture_parameter_sets() throws CodecException {
        byte[] config = H264.format(Vectors.BASELINE_SPS, Vectors.BASELINE_PPS).decoderConfig();
        byte[] pps = Vectors.BASELINE_PPS;
        assertThat(Arrays.copyOfRange(config, config.length - pps.length, config.length))
                .isEqualTo(pps);
    }

    @Test
    void a_set_that_is_cut_before_the_size_is_refused_and_never_anything_else() {
        for (int length = 0; length < 10; length++) {
            byte[] cut = Arrays.copyOf(Vectors.HIGH_SPS, length);
            assertThatThrownBy(() -> H264Sps.parse(cut)).isInstanceOf(CodecException.class);
        }
    }

    @Test
    void a_picture_parameter_set_of_another_sequence_is_refused() {
        byte[] pps = {0x68, (byte) 0b1010_1000}; // ids 0 and 1
        assertThatThrownBy(() -> H264.format(Vectors.HIGH_SPS, pps)).isInstanceOf(CodecException.class);
    }

    @Test
    void garbage_is_refused_or_understood_but_never_breaks_anything() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] sps = mutated(random);
            try {
                H264Sps parsed = H264Sps.parse(sps);
                assertThat(parsed.width()).as("seed %d", seed).isBetween(1, 16_384);
                assertThat(parsed.reorderDepth()).as("seed %d", seed).isBetween(0, 16);
            } catch (CodecException e) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }

    private static byte[] mutated(Random random) {
        if (random.nextBoolean()) {
            byte[] sps = new byte[random.nextInt(80)];
            random.nextBytes(sps);
            if (sps.length > 0) {
                sps[0] = 0x67;
            }
            return sps;
        }
        byte[] sps = Arrays.copyOf(Vectors.HIGH_SPS, 4 + random.nextInt(Vectors.HIGH_SPS.length - 4));
        sps[random.nextInt(sps.length)] = (byte) random.nextInt();
        return sps;
    }
}

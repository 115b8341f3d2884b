package tw.nvr.capture.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.capture.codec.Vectors;
import tw.nvr.core.footage.AudioFormat;

class AacDepacketizerTest {
    private static final AudioFormat FORMAT = new AudioFormat(16_000, 1, Vectors.hex("1408"));

    private final RecordingSink sink = new RecordingSink();
    private AacDepacketizer depacketizer = new AacDepacketizer(16_000, FORMAT, AacParameters.HIGH_BIT_RATE);

    private void packet(long ticks, boolean lost, String hex) {
        byte[] bytes = Vectors.hex(hex);
        depacketizer.packet(ByteBuffer.wrap(bytes), 0, bytes.length, ticks, true, lost, sink);
    }

    @Test
    void several_units_in_a_packet_follow_each_other_by_1024_samples() {
        packet(5000, false, "0020" + "0010" + "0018" + "aabb" + "ccddee");
        assertThat(sink.sounds)
                .containsExactly(new RecordingSink.Sound(5000, "aabb"), new RecordingSink.Sound(6024, "ccddee"));
    }

    @Test
    void a_unit_over_several_packets_is_put_together_and_one_with_a_hole_is_dropped() {
        packet(0, false, "0010" + "0028" + "0102");
        packet(0, false, "0010" + "0028" + "030405");
        packet(1024, false, "0010" + "0028" + "0102");
        packet(1024, true, "0010" + "0028" + "0405");
        assertThat(sink.sounds).contains(new RecordingSink.Sound(0, "0102030405"));
        assertThat(depacketizer.damagedUnits()).isPositive();
    }

    @Test
    void the_low_bit_rate_mode_has_headers_of_one_byte() {
        depacketizer = new AacDepacketizer(16_000, FORMAT, AacParameters.of(Map.of("mode", "AAC-lbr")));
        packet(0, false, "0010" + "08" + "0c" + "aabb" + "ccddee");
        assertThat(sink.sounds).hasSize(2).last().isEqualTo(new RecordingSink.Sound(1024, "ccddee"));
    }

    @Test
    void ticks_of_another_clock_are_turned_into_samples() {
        depacketizer = new AacDepacketizer(90_000, FORMAT, AacParameters.HIGH_BIT_RATE);
        packet(90_000, false, "0010" + "0010" + "aabb");
        assertThat(sink.sounds).containsExactly(new RecordingSink.Sound(16_000, "aabb"));
    }

    @Test
    void a_header_of_adts_that_was_left_on_is_taken_off() {
        // 7 bytes of ADTS that claim a frame of 9 bytes, behind an AU header of 9 bytes
        packet(0, false, "0010" + "0048" + "fff16040012ffc" + "aabb");
        assertThat(sink.sounds).containsExactly(new RecordingSink.Sound(0, "aabb"));
    }

    @Test
    void headers_that_cannot_be_are_counted_and_left() {
        packet(0, false, "");
        packet(0, false, "00");
        packet(0, false, "0000aabb");
        packet(0, false, "fff0aabb");
        packet(0, false, "0010" + "0000" + "aabb");
        assertThat(sink.sounds).isEmpty();
        assertThat(depacketizer.damagedUnits()).isEqualTo(4);
    }

    @Test
    void lengths_of_the_description_are_read_and_bounded() {
        Map<String, String> fmtp =
                Map.of("sizelength", "16", "indexlength", " 3", "indexdeltalength", "x", "ctsdeltalength", "99999");
        AacParameters p = AacParameters.of(fmtp);
        assertThat(p.sizeLength()).isEqualTo(16);
        assertThat(p.indexLength()).isEqualTo(3);
        assertThat(p.indexDeltaLength()).isZero();
        assertThat(p.ctsDeltaLength()).isEqualTo(32);
    }

    @Test
    void garbage_yields_bounded_units_or_none() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 2) {
                bytes[0] = 0;
            }
            int before = sink.sounds.size();
            boolean lost = random.nextInt(10) == 0;
            depacketizer.packet(ByteBuffer.wrap(bytes), 0, bytes.length, i / 2, true, lost, sink);
            assertThat(sink.sounds.size() - before).as("seed %d", seed).isLessThan(300);
        }
        assertThat(depacketizer.damagedUnits()).as("seed %d", seed).isPositive();
    }
}

package tw.nvr.capture.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnnexBTest {
    @Test
    void nal_units_are_found_behind_start_codes_of_three_and_four_bytes_without_trailing_zeros() {
        assertThat(split(Vectors.hex("ff00000001" + "6742" + "000001" + "68ce" + "000000" + "000001" + "65")))
                .containsExactly("6742", "68ce", "65");
    }

    @Test
    void a_stream_without_start_code_holds_nothing() {
        assertThat(split(Vectors.hex("6742000002"))).isEmpty();
        assertThat(split(new byte[0])).isEmpty();
    }

    @Test
    void what_was_joined_is_split_again() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<String> sent = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int n = random.nextInt(8); n >= 0; n--) {
                byte[] nal = new byte[1 + random.nextInt(50)];
                for (int i = 0; i < nal.length; i++) {
                    nal[i] = (byte) (1 + random.nextInt(255)); // no zeros: emulation prevention keeps codes out
                }
                stream.writeBytes(random.nextBoolean() ? new byte[] {0, 0, 1} : new byte[] {0, 0, 0, 1});
                stream.writeBytes(nal);
                sent.add(HexFormat.of().formatHex(nal));
            }
            assertThat(split(stream.toByteArray())).as("seed %d", seed).isEqualTo(sent);
        }
    }

    private static List<String> split(byte[] stream) {
        List<String> found = new ArrayList<>();
        AnnexB.split(ByteBuffer.wrap(stream), (buf, offset, length) -> {
            byte[] nal = new byte[length];
            buf.get(offset, nal);
            found.add(HexFormat.of().formatHex(nal));
        });
        return found;
    }
}

package tw.nvr.web.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tw.nvr.web.fake.MiniMp4;
import tw.nvr.web.media.Boxes.DamagedBoxException;

/** A file may hold anything: what reads it gives an answer within the file or says that it is damaged. */
class HostileBoxesTest {
    private static final int ROUNDS = 20_000;

    @Test
    void a_key_frame_is_found_inside_its_fragment_or_not_at_all() {
        byte[] fragment =
                MiniMp4.fragment(1, 5, List.of(new MiniMp4.Sample(new byte[900], 3000, 0, true)), new byte[100]);
        int before = 28 + 32;
        int moofBytes = ByteBuffer.wrap(fragment).getInt(before);
        int length = fragment.length - before;
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] moof = Arrays.copyOfRange(fragment, before + 8, before + moofBytes);
            mutate(moof, random);
            try {
                KeySample sample = KeySample.in(ByteBuffer.wrap(moof), 1, 4096, length);
                assertThat(sample.offset())
                        .as("seed " + seed + " round " + round)
                        .isGreaterThanOrEqualTo(4096 + moofBytes);
                assertThat(sample.offset() + sample.size())
                        .as("seed " + seed + " round " + round)
                        .isLessThanOrEqualTo(4096 + length);
                found++;
            } catch (DamagedBoxException e) {
                assertThat(e).hasMessageContaining(" ");
            }
        }
        assertThat(found).as("seed " + seed).isBetween(1, ROUNDS - 1);
    }

    @Test
    void an_initialisation_is_understood_or_called_damaged() {
        byte[] init = MiniMp4.init(true);
        int used = init.length - 3000;
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int understood = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] copy = init.clone();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                copy[random.nextInt(used)] = (byte) random.nextInt();
            }
            try {
                VideoInit video = VideoInit.of(ByteBuffer.wrap(copy));
                assertThat(video.bytes().remaining()).as("seed " + seed).isLessThanOrEqualTo(init.length);
                understood++;
            } catch (DamagedBoxException e) {
                assertThat(e).hasMessageContaining(" ");
            }
        }
        assertThat(understood).as("seed " + seed).isBetween(1, ROUNDS - 1);
    }

    private static void mutate(byte[] bytes, Random random) {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
    }
}

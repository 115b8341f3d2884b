package tw.nvr.capture.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Packets come out in the order of their numbers, or not at all, and none is waited for too long. */
class ReorderBufferTest {
    private static final long MILLI = 1_000_000;

    private final ReorderBuffer order = new ReorderBuffer();
    private final List<Integer> out = new ArrayList<>();

    private static ByteBuffer packet(int sequence, int ssrc, int length) {
        return ByteBuffer.allocate(length)
                .putShort(0, (short) 0x8060)
                .putShort(2, (short) sequence)
                .putInt(8, ssrc);
    }

    private void take(ByteBuffer buf, int offset, int length) {
        out.add(buf.getShort(offset + 2) & 0xffff);
        assertThat(length).isGreaterThanOrEqualTo(12);
    }

    private void accept(int... sequences) throws Exception {
        for (int sequence : sequences) {
            order.accept(packet(sequence, 7, 100), 0, 100, this::take);
        }
    }

    @Test
    void packets_that_overtook_each_other_come_out_in_order_and_are_counted() throws Exception {
        accept(10, 12, 13, 11, 14, 16, 15);
        assertThat(out).containsExactly(10, 11, 12, 13, 14, 15, 16);
        assertThat(order.putRight()).isEqualTo(2);
    }

    @Test
    void order_holds_where_the_numbers_start_again() throws Exception {
        accept(0xfffe, 0, 0xffff, 2, 1);
        assertThat(out).containsExactly(0xfffe, 0xffff, 0, 1, 2);
    }

    @Test
    void what_is_missing_is_given_up_after_a_while_and_not_before() throws Exception {
        accept(1, 3, 4);
        order.settle(0, this::take);
        order.settle(20 * MILLI, this::take);
        assertThat(out).containsExactly(1);
        order.settle(60 * MILLI, this::take);
        assertThat(out).containsExactly(1, 3, 4);
        accept(5);
        assertThat(out).containsExactly(1, 3, 4, 5);
    }

    @Test
    void what_is_missing_is_given_up_at_once_when_too_many_wait() throws Exception {
        accept(0);
        accept(IntStream.rangeClosed(2, ReorderBuffer.SLOTS + 2).toArray());
        assertThat(out).hasSize(ReorderBuffer.SLOTS + 2).isSorted().doesNotContain(1);
    }

    @Test
    void packets_that_come_again_or_too_late_are_left_to_the_track_or_counted() throws Exception {
        accept(1, 3, 3, 2, 2);
        assertThat(order.duplicates()).isEqualTo(1);
        assertThat(out).containsExactly(1, 2, 3, 2);
    }

    @Test
    void another_sender_and_a_jump_of_the_numbers_wait_for_nothing() throws Exception {
        accept(1, 3);
        order.accept(packet(40_000, 8, 100), 0, 100, this::take);
        assertThat(out).containsExactly(1, 3, 40_000);
        order.accept(packet(100, 8, 100), 0, 100, this::take);
        assertThat(out).endsWith(100);
    }

    @Test
    void a_packet_that_is_too_large_to_wait_or_too_short_to_have_a_number_is_passed_on_at_once() throws Exception {
        accept(1);
        order.accept(packet(3, 7, 60_000), 0, 60_000, this::take);
        assertThat(out).containsExactly(1, 3);
        int[] lengths = new int[1];
        order.accept(ByteBuffer.allocate(4), 0, 4, (buf, offset, length) -> lengths[0] = length);
        assertThat(lengths[0]).isEqualTo(4);
    }

    @Test
    void any_disorder_within_the_window_is_put_right() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Integer> sent = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        int first = random.nextInt(1 << 16);
        for (int block = 0; block < 200; block++) {
            List<Integer> shuffled = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                int sequence = first + 1 + block * 30 + i & 0xffff;
                expected.add(sequence);
                shuffled.add(sequence);
            }
            Collections.shuffle(shuffled, random);
            sent.addAll(shuffled);
        }
        accept(first);
        accept(sent.stream().mapToInt(Integer::intValue).toArray());
        assertThat(out.subList(1, out.size())).as("seed %d", seed).isEqualTo(expected);
    }
}

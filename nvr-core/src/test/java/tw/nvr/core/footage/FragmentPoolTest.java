package tw.nvr.core.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FragmentPoolTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void a_fragment_is_empty_aligned_and_has_room_for_heads_samples_and_padding() {
        FragmentPool pool = new FragmentPool(64L * MIB);
        for (int wish : new int[] {0, 1, 200_000, 245_760, 1_000_000, pool.largestPayload()}) {
            Fragment f = pool.take(wish).orElseThrow();

            assertThat(f.isEmpty()).isTrue();
            assertThat(f.buffer().isDirect()).isTrue();
            assertThat(f.buffer().alignmentOffset(0, Fragment.BLOCK)).isZero();
            assertThat(f.buffer().capacity() % Fragment.BLOCK).isZero();
            assertThat(f.buffer().position()).isEqualTo(Fragment.HEAD_ROOM);
            assertThat(f.buffer().remaining()).isGreaterThanOrEqualTo(wish);
            assertThat(f.buffer().capacity() - f.buffer().limit()).isEqualTo(Fragment.BLOCK);
        }
    }

    @Test
    void what_is_too_large_or_beyond_the_limit_is_not_given() {
        FragmentPool pool = new FragmentPool(MIB);
        assertThat(pool.take(pool.largestPayload() + 1)).isEmpty();

        List<Fragment> taken = new ArrayList<>();
        for (Optional<Fragment> f = pool.take(230_000); f.isPresent(); f = pool.take(230_000)) {
            taken.add(f.get());
        }

        assertThat(taken).hasSizeBetween(3, 4);
        assertThat(pool.allocatedBytes()).isLessThanOrEqualTo(MIB);
        pool.release(taken.get(0));
        assertThat(pool.take(1000)).isPresent();
    }

    @Test
    void memory_is_used_again_and_comes_back_clean() {
        FragmentPool pool = new FragmentPool(MIB);
        for (int i = 0; i < 1000; i++) {
            Fragment f = pool.take(100_000).orElseThrow();
            assertThat(f.isEmpty() && !f.damaged() && f.audio().count() == 0).isTrue();
            f.video().add(10, 3000, 0, true);
            f.audio().add(5, 1024, 0, true);
            f.buffer().put(new byte[15]);
            f.markDamaged();
            pool.release(f);
        }
        assertThat(pool.allocatedBytes()).isLessThan(MIB / 2);
    }

    @Test
    void the_same_fragment_does_not_come_back_twice() {
        FragmentPool pool = new FragmentPool(MIB);
        Fragment f = pool.take(10).orElseThrow();
        pool.release(f);

        assertThatThrownBy(() -> pool.release(f)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void growing_keeps_bytes_position_tables_and_time() {
        FragmentPool pool = new FragmentPool(32L * MIB);
        Fragment f = pool.take(200_000).orElseThrow();
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        f.buffer().put(bytes);
        f.video().add(bytes.length, 3000, 0, true);
        f.start(java.time.Instant.EPOCH.plusSeconds(5));

        assertThat(pool.grow(f, 3 * MIB)).isTrue();

        assertThat(f.buffer().position()).isEqualTo(Fragment.HEAD_ROOM + bytes.length);
        assertThat(f.buffer().remaining()).isGreaterThanOrEqualTo(3 * MIB);
        assertThat(f.buffer().capacity() - f.buffer().limit()).isEqualTo(Fragment.BLOCK);
        assertThat(f.buffer().alignmentOffset(0, Fragment.BLOCK)).isZero();
        byte[] kept = new byte[bytes.length];
        f.buffer().get(Fragment.HEAD_ROOM, kept);
        assertThat(kept).isEqualTo(bytes);
        assertThat(f.video().count()).isEqualTo(1);
        assertThat(f.start().getEpochSecond()).isEqualTo(5);
    }

    @Test
    void growing_always_leaves_the_block_for_padding() {
        FragmentPool pool = new FragmentPool(32L * MIB);
        Fragment f = pool.take(1000).orElseThrow();
        int room = f.buffer().remaining();

        assertThat(pool.grow(f, room)).isTrue();
        assertThat(f.buffer().remaining()).isEqualTo(room);
        assertThat(pool.grow(f, room + 1)).isTrue();
        assertThat(f.buffer().remaining()).isGreaterThan(room);
        assertThat(f.buffer().capacity() - f.buffer().limit()).isEqualTo(Fragment.BLOCK);
    }

    @Test
    void growing_beyond_the_limit_changes_nothing() {
        FragmentPool pool = new FragmentPool(MIB);
        Fragment f = pool.take(1000).orElseThrow();
        f.buffer().put((byte) 7);
        ByteBuffer before = f.buffer();

        assertThat(pool.grow(f, 2 * MIB)).isFalse();
        assertThat(pool.grow(f, Integer.MAX_VALUE)).isFalse();

        assertThat(f.buffer()).isSameAs(before);
        assertThat(f.buffer().position()).isEqualTo(Fragment.HEAD_ROOM + 1);
    }

    @Test
    void a_block_wastes_at_most_a_ninth_above_what_was_asked_for() {
        FragmentPool pool = new FragmentPool(512L * MIB);
        for (int wish = 100_000; wish < pool.largestPayload(); wish += 77_777) {
            Fragment f = pool.take(wish).orElseThrow();
            int needed = wish + Fragment.HEAD_ROOM + Fragment.BLOCK;
            assertThat(f.buffer().capacity()).isBetween(needed, needed * 9 / 8 + Fragment.BLOCK);
        }
    }

    @Test
    void memory_that_a_stall_took_goes_back_and_what_is_used_stays() {
        Ledger memory = new Ledger();
        FragmentPool pool = new FragmentPool(64L * MIB, memory);
        Deque<Fragment> waiting = new ArrayDeque<>();
        for (int i = 0; i < 40; i++) {
            waiting.add(pool.take(500_000).orElseThrow());
        }
        long stalled = pool.allocatedBytes();
        assertThat(stalled).isEqualTo(memory.bytes()).isGreaterThan(20_000_000);

        waiting.forEach(pool::release);
        pool.trim();
        assertThat(pool.allocatedBytes()).as("just now all of it was needed").isEqualTo(stalled);
        for (int i = 0; i < 100; i++) {
            Fragment a = pool.take(500_000).orElseThrow();
            Fragment b = pool.take(500_000).orElseThrow();
            pool.release(a);
            pool.release(b);
        }
        pool.trim();
        assertThat(pool.allocatedBytes()).isEqualTo(memory.bytes()).isEqualTo(stalled / 20);

        pool.trim();
        assertThat(pool.allocatedBytes()).as("nobody needs any").isZero();
        assertThat(memory.bytes()).isZero();
        assertThat(pool.take(500_000)).isPresent();
    }

    @Test
    void blocks_that_are_too_small_make_room_for_a_larger_one_at_the_limit() {
        Ledger memory = new Ledger();
        FragmentPool pool = new FragmentPool(MIB, memory);
        List<Fragment> small = new ArrayList<>();
        for (Optional<Fragment> f = pool.take(1000); f.isPresent(); f = pool.take(1000)) {
            small.add(f.get());
        }
        assertThat(pool.take(500_000)).isEmpty();
        small.forEach(pool::release);
        assertThat(pool.take(500_000)).isPresent();
        assertThat(memory.bytes()).isEqualTo(pool.allocatedBytes()).isLessThanOrEqualTo(MIB);
    }

    @Test
    void a_machine_without_memory_is_like_a_pool_that_is_used_up() {
        FragmentPool pool = new FragmentPool(64L * MIB, new BufferMemory() {
            @Override
            public ByteBuffer allocate(int bytes) {
                throw new OutOfMemoryError("Cannot reserve direct buffer memory");
            }

            @Override
            public void free(ByteBuffer buffer) {}
        });
        assertThat(pool.take(1000)).isEmpty();
        assertThat(pool.allocatedBytes()).isZero();
    }

    @Test
    void a_fragment_that_waits_is_packed_into_a_block_that_fits_with_all_its_bytes() {
        FragmentPool pool = new FragmentPool(32L * MIB);
        Fragment f = pool.take(2_000_000).orElseThrow();
        byte[] bytes = new byte[500_000];
        new Random(2).nextBytes(bytes);
        f.buffer().put(bytes);
        int tight = FragmentPool.tightBytes(f);

        pool.tighten(f);

        assertThat(f.buffer().capacity()).isEqualTo(tight).isLessThan(600_000);
        assertThat(f.buffer().position()).isEqualTo(Fragment.HEAD_ROOM + bytes.length);
        assertThat(f.buffer().capacity() - f.buffer().position()).isGreaterThanOrEqualTo(2 * Fragment.BLOCK);
        byte[] kept = new byte[bytes.length];
        f.buffer().get(Fragment.HEAD_ROOM, kept);
        assertThat(kept).isEqualTo(bytes);
        ByteBuffer before = f.buffer();
        pool.tighten(f);
        assertThat(f.buffer()).isSameAs(before);
    }

    /** Counts what is out. */
    private static final class Ledger implements BufferMemory {
        private final IdentityHashMap<ByteBuffer, Integer> out = new IdentityHashMap<>();

        @Override
        public ByteBuffer allocate(int bytes) {
            ByteBuffer b = ByteBuffer.allocateDirect(bytes);
            out.put(b, bytes);
            return b;
        }

        @Override
        public void free(ByteBuffer buffer) {
            assertThat(out.remove(buffer)).as("memory that was not given").isNotNull();
        }

        long bytes() {
            return out.values().stream().mapToLong(Integer::longValue).sum();
        }
    }

    @Test
    void threads_never_share_a_buffer_and_the_limit_holds() throws Exception {
        long seed = 99;
        System.out.println("seed " + seed);
        FragmentPool pool = new FragmentPool(16L * MIB);
        Set<ByteBuffer> inUse = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(seed + t);
                all.add(threads.submit(() -> useAndReturn(pool, random, inUse)));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(pool.allocatedBytes()).isLessThanOrEqualTo(16L * MIB);
        assertThat(inUse).isEmpty();
    }

    private static int useAndReturn(FragmentPool pool, Random random, Set<ByteBuffer> inUse) {
        Deque<Fragment> mine = new ArrayDeque<>();
        int taken = 0;
        for (int i = 0; i < 2_000; i++) {
            Optional<Fragment> f = mine.size() > 3 ? Optional.empty() : pool.take(random.nextInt(700_000));
            if (f.isPresent()) {
                taken++;
                assertThat(inUse.add(f.get().buffer()))
                        .as("a buffer given to two")
                        .isTrue();
                mine.add(f.get());
            } else if (!mine.isEmpty()) {
                Fragment back = mine.poll();
                inUse.remove(back.buffer());
                pool.release(back);
            }
        }
        for (Fragment back : new HashSet<>(mine)) {
            inUse.remove(back.buffer());
            pool.release(back);
        }
        return taken;
    }
}

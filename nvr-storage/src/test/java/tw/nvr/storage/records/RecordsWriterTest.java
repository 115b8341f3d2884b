package tw.nvr.storage.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tw.nvr.storage.records.RecordsFixture.ALICE;
import static tw.nvr.storage.records.RecordsFixture.NOW;
import static tw.nvr.storage.records.RecordsFixture.camera;
import static tw.nvr.storage.records.RecordsFixture.open;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.camera.Camera;

/** The one thread that writes. */
@Timeout(60)
class RecordsWriterTest {
    @TempDir
    Path dir;

    @Test
    void eight_threads_with_a_hundred_changes_each_make_one_chain_without_a_hole() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        Set<Long> numbers = new HashSet<>();
        try (Records records = open(dir)) {
            List<Future<List<Long>>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                all.add(pool.submit(() -> appendHundred(records, thread)));
            }
            for (Future<List<Long>> one : all) {
                assertThat(one.get()).hasSize(100).isSorted();
                numbers.addAll(one.get());
            }
            assertThat(numbers).hasSize(800);
            assertThat(records.audit().verify().events()).isEqualTo(800 + 8);
            assertThat(records.audit().verify().intact()).isTrue();
            assertThat(records.cameras().cameras()).hasSize(8);
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Long> appendHundred(Records records, int thread) {
        List<Long> numbers = new ArrayList<>();
        records.cameras().add(camera("cam-" + thread), Optional.empty(), ALICE);
        for (int i = 0; i < 100; i++) {
            numbers.add(records.audit()
                    .append(ALICE, AuditAction.PLAYBACK_SERVED, "camera:cam-" + thread, Map.of("i", "" + i))
                    .seq());
        }
        return numbers;
    }

    @Test
    void a_change_that_throws_takes_its_event_with_it() {
        RecordsDatabase database = database();
        try (RecordsWriter writer = new RecordsWriter(database, RecordsFixture.TICKER)) {
            assertThatThrownBy(() -> writer.commit(h -> {
                        CameraTable.insert(h, camera("gate"), Optional.empty(), NOW);
                        AuditTable.append(h, NOW, ALICE, AuditAction.CAMERA_ADDED, "camera:gate", Map.of());
                        throw new IllegalStateException("in the middle");
                    }))
                    .hasRootCauseMessage("in the middle");

            List<Camera> cameras = database.read(h -> CameraTable.list(h, false));
            assertThat(cameras).isEmpty();
            assertThat(database.read(AuditTable::verify).events()).isZero();
            writer.commit(h -> AuditTable.append(h, NOW, ALICE, AuditAction.LOOK_CLOSED, "", Map.of()));
        }
        assertThat(database.read(AuditTable::verify).events()).isEqualTo(1);
    }

    @Test
    void an_interrupted_caller_still_learns_what_happened() {
        try (Records records = open(dir)) {
            Thread.currentThread().interrupt();
            long seq = records.audit()
                    .append(ALICE, AuditAction.LOOK_CLOSED, "", Map.of())
                    .seq();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(seq).isEqualTo(1);
        }
    }

    @Test
    void the_watchdog_sees_a_change_that_takes_too_long_and_nothing_while_there_is_nothing_to_do() throws Exception {
        AtomicLong now = new AtomicLong(100);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (RecordsWriter writer = new RecordsWriter(database(), now::get)) {
            now.set(500);
            assertThat(writer.lastProgressNanos()).isEqualTo(500);
            Future<Boolean> slow = pool.submit(() -> writer.commit(h -> {
                begun.countDown();
                return await(goOn);
            }));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            now.set(900);
            assertThat(writer.lastProgressNanos()).isEqualTo(500);
            goOn.countDown();
            assertThat(slow.get()).isTrue();
            writer.commit(h -> true);
            now.set(1_000);
            assertThat(writer.lastProgressNanos()).isGreaterThanOrEqualTo(900);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void changes_handed_in_before_closing_are_made() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        RecordsDatabase database = database();
        RecordsWriter writer = new RecordsWriter(database, RecordsFixture.TICKER);
        try {
            Future<Boolean> first = pool.submit(() -> writer.commit(h -> {
                begun.countDown();
                await(goOn);
                AuditTable.append(h, NOW, ALICE, AuditAction.LOOK_CLOSED, "", Map.of());
                return true;
            }));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            Future<?> closing = pool.submit(writer::close);
            goOn.countDown();
            closing.get();
            assertThat(first.get()).isTrue();
        } finally {
            pool.shutdownNow();
        }
        assertThat(database.read(AuditTable::verify).events()).isEqualTo(1);
    }

    private RecordsDatabase database() {
        RecordsDatabase database = new RecordsDatabase(dir.resolve("records.db"));
        RecordsSchema.current().create(database.file());
        return database;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

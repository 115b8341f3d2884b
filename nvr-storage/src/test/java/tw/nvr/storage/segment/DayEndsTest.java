package tw.nvr.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentMark;
import tw.nvr.storage.Box;
import tw.nvr.storage.Footage;
import tw.nvr.storage.journal.JournalFile;
import tw.nvr.storage.verify.FootageVerifier;

class DayEndsTest {
    /** 23:59:55 in Taipei. */
    private static final Instant LATE = Instant.parse("2026-11-20T15:59:55Z");

    @TempDir
    Path root;

    @Test
    void a_segment_is_cut_at_midnight_and_the_finished_day_is_told_once_even_if_the_listener_fails_first()
            throws Exception {
        Box box = Box.init(root);
        box.setClock(LATE);
        List<String> told = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        try (Footage footage = box.open()) {
            footage.onDayClosed((camera, day, hash) -> {
                if (asked.incrementAndGet() == 1) {
                    throw new IllegalStateException("the audit log is busy");
                }
                told.add(camera + " " + day + " " + hash);
            });
            box.recordRun(footage, Box.GATE, LATE, 45);
            Box.await("the day told", () -> !told.isEmpty());
            List<Segment> all = footage.library().segments(Box.GATE, Box.EVER);
            assertThat(all.get(0).path()).startsWith("footage/gate/2026-11-20/");
            assertThat(all.get(1).path()).startsWith("footage/gate/2026-11-21/20261121T000001");
        }
        String hash = JournalFile.read(root.resolve("footage/gate/2026-11-20")).lastHash();
        assertThat(told).containsExactly("gate 2026-11-20 " + hash);
        try (Footage footage = box.open()) {
            AtomicInteger again = new AtomicInteger();
            footage.onDayClosed((camera, day, h) -> again.incrementAndGet());
            box.recordRun(footage, Box.GATE, LATE.plusSeconds(60), 2);
            assertThat(again).hasValue(0);
        }
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings()).isEmpty();
    }

    @Test
    void footage_under_a_clock_that_nobody_vouches_for_is_marked() {
        Box box = Box.init(root);
        box.distrustClock();
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 2);
            Box.awaitSealed(footage.library(), Box.GATE);
            assertThat(footage.library().segments(Box.GATE, Box.EVER).get(0).marks())
                    .containsExactly(SegmentMark.TIME_UNVERIFIED);
        }
    }
}

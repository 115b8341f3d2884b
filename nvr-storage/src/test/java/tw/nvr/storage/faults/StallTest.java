package tw.nvr.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.Segment;
import tw.nvr.storage.Box;
import tw.nvr.storage.BreakingDisk;
import tw.nvr.storage.Footage;
import tw.nvr.storage.SyntheticRun;
import tw.nvr.storage.verify.FootageVerifier;

/** Invariant 9: what a disk that stalls costs. */
class StallTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path root;

    private final BreakingDisk disk = new BreakingDisk();

    /** A camera that sends a second at a time, whatever becomes of it, and goes on with a key frame after a refusal. */
    private static final class Sender {
        private final CameraId id;
        private final SyntheticRun source;
        private final RunSink run;
        private int taken;
        private int refused;

        Sender(Footage footage, int number, int bytesPerSecond) {
            id = new CameraId("camera-" + number);
            source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, bytesPerSecond / 25);
            run = footage.sink().openRun(id, SyntheticRun.PICTURES);
        }

        void second() {
            Fragment f = source.next();
            if (run.offer(f)) {
                taken++;
            } else {
                refused++;
            }
        }

        void stop() {
            run.close(GapCause.STOPPED, source.at());
        }

        List<Gap> gaps(Footage footage) {
            return footage.library().gaps(id, Box.EVER);
        }
    }

    private static List<Sender> senders(Footage footage, int... bytesPerSecond) {
        List<Sender> all = new ArrayList<>();
        for (int rate : bytesPerSecond) {
            all.add(new Sender(footage, all.size(), rate));
        }
        return all;
    }

    private static void seconds(Box box, List<Sender> all, int n) {
        for (int i = 0; i < n; i++) {
            all.forEach(Sender::second);
            box.setClock(all.get(0).source.at());
        }
    }

    private static void written(Footage footage) {
        Box.await("all written", () -> footage.storage().queuedBytes() == 0);
    }

    private static void stopAndVerify(Footage footage, List<Sender> all) {
        all.forEach(Sender::stop);
        written(footage);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(p -> p.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void a_stall_of_ten_seconds_loses_nothing_and_the_memory_for_it_goes_back() {
        Box box = Box.init(root).disk(disk).hurry(50);
        try (Footage footage = box.open()) {
            List<Sender> all = senders(footage, 500_000, 500_000, 60_000, 1_200_000);
            for (int i = 0; i < 12; i++) {
                seconds(box, all, 1);
                written(footage);
            }
            Box.await("no more memory than is used", () -> footage.sink().pool().allocatedBytes() < 5 * MIB);
            disk.stall();
            seconds(box, all, 10);
            long stalled = footage.sink().pool().allocatedBytes();
            assertThat(stalled).as("ten seconds of 2.26 MB").isBetween(20L * MIB, 27L * MIB);
            long direct = directBytes();
            disk.goOn();
            written(footage);
            Box.await("the memory given back", () -> footage.sink().pool().allocatedBytes() < 5 * MIB);
            assertThat(directBytes()).as("in the JVM's own books").isLessThan(direct - 15 * MIB);
            seconds(box, all, 2);
            stopAndVerify(footage, all);
            assertThat(footage.storage().droppedFragments()).isZero();
            for (Sender s : all) {
                assertThat(s.refused).isZero();
                long frames = footage.library().segments(s.id, Box.EVER).stream()
                        .mapToLong(Segment::frames)
                        .sum();
                assertThat(frames).isEqualTo(24 * 25);
                assertThat(s.gaps(footage)).allMatch(g -> g.cause() == GapCause.STOPPED);
            }
        }
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings()).isEmpty();
    }

    @Test
    void a_stall_of_sixty_seconds_drops_whole_groups_counts_them_and_is_one_gap_of_cause_disk_for_every_camera() {
        Box box = Box.init(root).disk(disk);
        box.settings(box.settings().withPool(64 * MIB));
        try (Footage footage = box.open()) {
            List<Sender> all = senders(footage, 500_000, 250_000, 60_000, 1_000_000);
            seconds(box, all, 4);
            written(footage);
            disk.stall();
            seconds(box, all, 60);
            int dropped = all.stream().mapToInt(s -> s.refused).sum();
            disk.goOn();
            written(footage);
            seconds(box, all, 4);
            written(footage);
            assertThat(footage.storage().droppedFragments()).isEqualTo(dropped);
            for (Sender s : all) {
                assertThat(s.taken).as("%s: 4 s, 12 s of the stall, 4 s", s.id).isEqualTo(20);
                assertThat(s.gaps(footage)).hasSize(1);
                Gap gap = s.gaps(footage).get(0);
                assertThat(gap.cause()).isEqualTo(GapCause.DISK);
                assertThat(gap.range().start()).isEqualTo(Box.MORNING.plusSeconds(16));
                assertThat(gap.range().end())
                        .as("the first key frame after the stall")
                        .isEqualTo(Box.MORNING.plusSeconds(64));
                assertThat(footage.library().segments(s.id, Box.EVER))
                        .as("no footage is claimed of the gap")
                        .noneMatch(segment ->
                                segment.range().intersection(gap.range()).isPresent());
            }
            stopAndVerify(footage, all);
        }
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings()).isEmpty();
    }

    @Test
    void where_memory_is_short_a_greedy_camera_takes_no_second_away_from_the_others() {
        Box box = Box.init(root).disk(disk);
        box.settings(box.settings().withPool(24 * MIB));
        try (Footage footage = box.open()) {
            List<Sender> all = senders(footage, 2_000_000, 100_000, 100_000, 100_000);
            for (int i = 0; i < 6; i++) {
                seconds(box, all, 1);
                written(footage);
            }
            disk.stall();
            seconds(box, all, 30);
            disk.goOn();
            written(footage);
            assertThat(all.get(0).taken - 6).as("of the greedy one").isBetween(6, 10);
            assertThat(all)
                    .allSatisfy(s -> assertThat(s.taken).as("%s", s.id).isCloseTo(all.get(0).taken, Offset.offset(1)));
            stopAndVerify(footage, all);
        }
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings()).isEmpty();
    }
}

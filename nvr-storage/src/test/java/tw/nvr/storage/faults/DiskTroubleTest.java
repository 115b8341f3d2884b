package tw.nvr.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentMark;
import tw.nvr.storage.Box;
import tw.nvr.storage.BreakingDisk;
import tw.nvr.storage.Footage;
import tw.nvr.storage.SyntheticRun;
import tw.nvr.storage.verify.FootageVerifier;

class DiskTroubleTest {
    @TempDir
    Path root;

    private BreakingDisk disk = new BreakingDisk();

    private static List<Segment> segments(Footage f) {
        return f.library().segments(Box.GATE, Box.EVER);
    }

    private static List<Gap> gaps(Footage f) {
        return f.library().gaps(Box.GATE, Box.EVER);
    }

    /** Offers seconds until a new segment has begun, as a camera does that knows nothing of the disk. */
    private static void untilRecordedAgain(Box box, Footage f, RunSink run, SyntheticRun source, int segments) {
        Box.await("a segment more than " + segments, () -> {
            box.setClock(source.at().plusSeconds(1));
            boolean taken = run.offer(source.next());
            Box.await("the queue empty", () -> f.storage().queuedBytes() == 0);
            return taken && segments(f).size() > segments;
        });
    }

    @Test
    void a_stalled_disk_is_bridged_for_twelve_seconds_then_whole_groups_are_dropped_and_capture_never_waits() {
        Box box = Box.init(root).disk(disk);
        try (Footage footage = box.open()) {
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
            SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, 0);
            box.record(footage, run, source, 2);
            disk.stall();
            int taken = 0;
            for (int i = 0; i < 21; i++) {
                taken += run.offer(source.next()) ? 1 : 0;
            }
            assertThat(taken).isEqualTo(12);
            assertThat(footage.storage().droppedFragments()).isEqualTo(9);
            disk.goOn();
            Box.await("the ring empty", () -> footage.storage().queuedBytes() == 0);
            assertThat(run.offer(source.next()))
                    .as("inside a group that is dropped")
                    .isFalse();
            assertThat(run.offer(source.next())).as("the next key frame").isTrue();
            Box.await(
                    "the gap",
                    () -> gaps(footage).size() == 1 && !gaps(footage).get(0).ongoing());
            assertThat(gaps(footage).get(0).cause()).isEqualTo(GapCause.DISK);
            assertThat(gaps(footage).get(0).range().start()).isEqualTo(Box.MORNING.plusSeconds(14));
            assertThat(gaps(footage).get(0).range().end()).isEqualTo(Box.MORNING.plusSeconds(24));
            run.close(null, source.at());
        }
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings()).isEmpty();
    }

    static Stream<Arguments> failures() {
        return Stream.of(true, false)
                .flatMap(direct -> Stream.of(
                        Arguments.of(direct, "No space left on device", GapCause.SPACE),
                        Arguments.of(direct, "Disk quota exceeded", GapCause.SPACE),
                        Arguments.of(direct, "Input/output error", GapCause.DISK),
                        Arguments.of(direct, "Read-only file system", GapCause.DISK),
                        Arguments.of(direct, "short write: 4096 of 8192 bytes", GapCause.DISK)));
    }

    @ParameterizedTest(name = "direct {0}: {1}")
    @MethodSource("failures")
    void a_failed_write_ends_the_segment_at_its_last_whole_fragment_and_recording_goes_on(
            boolean direct, String error, GapCause cause) {
        disk = new BreakingDisk(direct);
        Box box = Box.init(root).disk(disk);
        try (Footage footage = box.open()) {
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
            SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, 0);
            box.record(footage, run, source, 4);
            assertThat(footage.storage().directIo()).isEqualTo(direct);
            disk.writeError = error;
            box.record(footage, run, source, 2);
            assertThat(gaps(footage).get(0).cause()).isEqualTo(cause);
            disk.writeError = null;
            untilRecordedAgain(box, footage, run, source, 1);
            Segment first = segments(footage).get(0);
            assertThat(first.range().end()).isEqualTo(Box.MORNING.plusSeconds(4));
            assertThat(first.sha256()).isPresent();
            run.close(GapCause.STOPPED, source.at());
        }
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings()).isEmpty();
    }

    @ParameterizedTest(name = "direct {0}")
    @ValueSource(booleans = {true, false})
    void a_failed_sync_is_never_tried_again_and_leaves_a_suspect_segment_and_a_gap(boolean direct) {
        disk = new BreakingDisk(direct);
        Box box = Box.init(root).disk(disk);
        try (Footage footage = box.open()) {
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
            SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, 0);
            box.record(footage, run, source, 3);
            int before = disk.syncs.get();
            disk.syncError = "Input/output error";
            box.record(footage, run, source, 1);
            Box.await("the failure noticed", () -> footage.storage().problem().isPresent());
            Box.await(
                    "the segment given up",
                    () -> segments(footage).stream().allMatch(s -> s.sha256().isPresent()));
            disk.syncError = null;
            assertThat(disk.syncs.get()).isGreaterThan(before);
            untilRecordedAgain(box, footage, run, source, 1);
            assertThat(segments(footage).get(0).marks()).contains(SegmentMark.SUSPECT);
            assertThat(segments(footage).get(1).marks()).isEmpty();
            assertThat(gaps(footage))
                    .isNotEmpty()
                    .allSatisfy(g -> assertThat(g.cause()).isEqualTo(GapCause.DISK));
            run.close(GapCause.STOPPED, source.at());
        }
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings()).isEmpty();
    }

    @Test
    void below_the_reserve_recording_stops_with_cause_space_deletes_nothing_and_resumes() {
        Box box = Box.init(root).disk(disk);
        box.settings(box.settings().withReserve(10 << 20));
        try (Footage footage = box.open()) {
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
            SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, 0);
            box.record(footage, run, source, 4);
            disk.usable = 9 << 20;
            Box.await("recording stopped", () -> !footage.storage().writable());
            assertThat(footage.storage().problem())
                    .get()
                    .extracting(p -> p.key())
                    .isEqualTo("disk-full");
            Fragment f = source.next();
            assertThat(run.offer(f)).isFalse();
            box.setClock(source.at());
            Box.await("the gap told", () -> gaps(footage).stream().anyMatch(g -> g.cause() == GapCause.SPACE));
            assertThat(segments(footage)).hasSize(1);
            disk.usable = Long.MAX_VALUE;
            Box.await("room again", () -> footage.storage().writable());
            untilRecordedAgain(box, footage, run, source, 1);
            assertThat(gaps(footage)).extracting(Gap::cause).containsExactly(GapCause.SPACE);
            run.close(GapCause.STOPPED, source.at());
        }
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings()).isEmpty();
    }
}

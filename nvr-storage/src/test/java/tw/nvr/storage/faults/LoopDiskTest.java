package tw.nvr.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.Segment;
import tw.nvr.storage.Box;
import tw.nvr.storage.Footage;
import tw.nvr.storage.SyntheticRun;
import tw.nvr.storage.verify.FootageVerifier;

@Tag("faults")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class LoopDiskTest {
    @TempDir
    Path folder;

    /** A camera in real time from now on: one fragment each second, until told to stop. */
    private static Instant recordLive(Box box, RunSink run, SyntheticRun source, int seconds) {
        Instant begun = source.at();
        long from = System.nanoTime();
        for (int i = 0; i < seconds; i++) {
            long due = from + TimeUnit.SECONDS.toNanos(i);
            Box.await("the next second", () -> System.nanoTime() - due >= 0);
            box.setClock(source.at().plusSeconds(1));
            run.offer(source.next());
        }
        return begun.plusSeconds(seconds);
    }

    /** The next recorder is another process, which does not find its own name on the disk when the last one could not delete it. */
    private static void anotherProcess(LoopDisk disk) throws IOException {
        Files.deleteIfExists(disk.path().resolve("state/holder"));
    }

    @Test
    void a_power_cut_loses_no_more_than_two_and_a_half_seconds() throws Exception {
        try (LoopDisk disk = LoopDisk.of(folder, "64M")) {
            Box box = Box.init(disk.path());
            Instant offered;
            Footage footage = box.open();
            try {
                RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
                SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, 20_000);
                offered = recordLive(box, run, source, 6);
                // At the worst moment: just before the next sync would come.
                long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(900);
                Box.await("almost a second", () -> System.nanoTime() - due >= 0);
                disk.cutPower();
            } finally {
                footage.close();
            }
            disk.unmount();
            disk.mount();
            anotherProcess(disk);
            Box after = new Box(disk.path());
            after.reboot();
            after.setClock(Box.MORNING.plusSeconds(60));
            try (Footage again = after.open()) {
                Segment s = again.library().segments(Box.GATE, Box.EVER).get(0);
                // The camera's own fragment in the making (1 s) counts as lost too.
                Duration lost = Duration.between(s.range().end(), offered).plusSeconds(1);
                assertThat(lost).isLessThanOrEqualTo(Duration.ofMillis(2500));
                assertThat(again.library().gaps(Box.GATE, Box.EVER).get(0).cause())
                        .isEqualTo(GapCause.POWER);
            }
            assertThat(FootageVerifier.verify(disk.path(), Optional.empty(), 1).findings())
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "direct {0}")
    @ValueSource(booleans = {true, false})
    void a_pulled_disk_gets_no_byte_on_its_bare_mount_point_and_is_used_again_within_ten_seconds(boolean direct)
            throws Exception {
        try (LoopDisk disk = LoopDisk.of(folder, "64M")) {
            Box box = Box.init(disk.path()).directIo(direct);
            try (Footage footage = box.open()) {
                RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
                SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 1, 1000);
                recordLive(box, run, source, 3);
                disk.pull();
                recordLive(box, run, source, 5);
                Box.await("noticed", () -> !footage.storage().writable());
                assertThat(footage.storage().problem())
                        .get()
                        .extracting(p -> p.key())
                        .isEqualTo("volume-missing");
                footage.sink().notRecording(Box.GATE, GapCause.DISK, source.at());
                try (Stream<Path> bare = Files.list(disk.path())) {
                    assertThat(bare).isEmpty();
                }
                assertThat(footage.library().segments(Box.GATE, Box.EVER)).isEmpty();
                disk.mount();
                long from = System.nanoTime();
                Box.await("recording again", () -> footage.storage().writable());
                assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
                recordLive(box, run, source, 3);
                Box.await(
                        "footage again",
                        () -> footage.library().segments(Box.GATE, Box.EVER).size() == 2);
                assertThat(footage.library().gaps(Box.GATE, Box.EVER))
                        .hasSize(1)
                        .allSatisfy(g -> assertThat(g.cause()).isEqualTo(GapCause.DISK));
                run.close(GapCause.STOPPED, source.at());
            }
            assertThat(FootageVerifier.verify(disk.path(), Optional.empty(), 1).findings())
                    .isEmpty();
        }
    }

    @Test
    @Tag("realtime")
    void a_disk_that_really_stalls_for_ten_seconds_loses_nothing() throws Exception {
        try (LoopDisk disk = LoopDisk.of(folder, "96M")) {
            Box box = Box.init(disk.path());
            try (Footage footage = box.open()) {
                RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
                SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, 20_000);
                recordLive(box, run, source, 3);
                disk.freeze();
                try {
                    recordLive(box, run, source, 10);
                    assertThat(footage.storage().queuedBytes()).isGreaterThan(8 * 500_000L);
                } finally {
                    disk.thaw();
                }
                recordLive(box, run, source, 3);
                Box.await("all written", () -> footage.storage().queuedBytes() == 0);
                assertThat(footage.storage().droppedFragments()).isZero();
                long frames = footage.library().segments(Box.GATE, Box.EVER).stream()
                        .mapToLong(Segment::frames)
                        .sum();
                assertThat(frames).isEqualTo(16 * 25);
                assertThat(footage.library().gaps(Box.GATE, Box.EVER)).isEmpty();
                run.close(GapCause.STOPPED, source.at());
            }
            assertThat(FootageVerifier.verify(disk.path(), Optional.empty(), 1).findings())
                    .isEmpty();
        }
    }

    @Test
    @Tag("realtime")
    @Timeout(value = 150, unit = TimeUnit.SECONDS)
    void a_disk_that_really_stalls_for_a_minute_costs_one_gap_and_recording_goes_on_at_once() throws Exception {
        try (LoopDisk disk = LoopDisk.of(folder, "96M")) {
            Box box = Box.init(disk.path());
            try (Footage footage = box.open()) {
                RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
                SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, 20_000);
                recordLive(box, run, source, 3);
                disk.freeze();
                try {
                    recordLive(box, run, source, 60);
                } finally {
                    disk.thaw();
                }
                Instant thawed = source.at();
                recordLive(box, run, source, 6);
                Box.await("all written", () -> footage.storage().queuedBytes() == 0);
                assertThat(footage.storage().droppedFragments()).isGreaterThan(40);
                assertThat(footage.library().gaps(Box.GATE, Box.EVER))
                        .singleElement()
                        .satisfies(g -> {
                            assertThat(g.cause()).isEqualTo(GapCause.DISK);
                            assertThat(g.ongoing()).isFalse();
                            assertThat(g.range().start()).isAfterOrEqualTo(Box.MORNING.plusSeconds(14));
                            // A second to write what waited, and up to one group of pictures until the next key frame.
                            assertThat(g.range().end()).isBeforeOrEqualTo(thawed.plusSeconds(3));
                        });
                run.close(GapCause.STOPPED, source.at());
            }
            assertThat(FootageVerifier.verify(disk.path(), Optional.empty(), 1).findings())
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "direct {0}")
    @ValueSource(booleans = {true, false})
    void a_disk_that_really_fills_up_keeps_everything_whole_and_goes_on_when_there_is_room(boolean direct)
            throws Exception {
        try (LoopDisk disk = LoopDisk.of(folder, "24M")) {
            Box box = Box.init(disk.path()).directIo(direct);
            Path ballast = disk.path().resolve("holds/ballast");
            try (Footage footage = box.open()) {
                RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
                SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 1, 1000);
                box.record(footage, run, source, 3);
                long free = disk.path().toFile().getUsableSpace();
                // Leaves more than the floor, so that the writes themselves meet the end of the disk.
                Files.write(ballast, new byte[(int) (free - (1400 << 10))]);
                for (int i = 0; i < 60 && footage.storage().problem().isEmpty(); i++) {
                    box.setClock(source.at().plusSeconds(1));
                    run.offer(source.next());
                    Box.await("written", () -> footage.storage().queuedBytes() == 0);
                }
                Box.await("told", () -> footage.storage().problem().isPresent());
                Files.delete(ballast);
                Box.await("recording again", Duration.ofSeconds(30), () -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                    box.setClock(source.at().plusSeconds(1));
                    boolean taken = run.offer(source.next());
                    Box.await("written", () -> footage.storage().queuedBytes() == 0);
                    return taken
                            && footage.library().segments(Box.GATE, Box.EVER).size() > 1;
                });
                assertThat(footage.library().gaps(Box.GATE, Box.EVER))
                        .isNotEmpty()
                        .allSatisfy(g -> assertThat(g.cause()).isEqualTo(GapCause.SPACE));
                run.close(GapCause.STOPPED, source.at());
            }
            assertThat(FootageVerifier.verify(disk.path(), Optional.empty(), 1).findings())
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "direct {0}")
    @ValueSource(booleans = {true, false})
    void a_disk_that_turns_read_only_is_told_and_its_footage_found_again_after_a_remount(boolean direct)
            throws Exception {
        try (LoopDisk disk = LoopDisk.of(folder, "64M")) {
            Box box = Box.init(disk.path()).directIo(direct);
            Footage footage = box.open();
            try {
                RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
                SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 1, 1000);
                recordLive(box, run, source, 4);
                disk.turnReadOnly();
                recordLive(box, run, source, 4);
                Box.await("told", () -> footage.storage().problem().isPresent());
                Box.await(
                        "gap told",
                        () -> footage.library().gaps(Box.GATE, Box.EVER).stream()
                                .anyMatch(g -> g.cause() == GapCause.DISK));
                run.close(GapCause.STOPPED, source.at());
            } finally {
                footage.close();
            }
            disk.unmount();
            disk.mount();
            anotherProcess(disk);
            Box after = new Box(disk.path());
            after.setClock(Box.MORNING.plusSeconds(60));
            try (Footage again = after.open()) {
                Segment s = again.library().segments(Box.GATE, Box.EVER).get(0);
                assertThat(s.range().end()).isAfterOrEqualTo(Box.MORNING.plusSeconds(2));
            }
            assertThat(FootageVerifier.verify(disk.path(), Optional.empty(), 1).findings())
                    .isEmpty();
        }
    }
}

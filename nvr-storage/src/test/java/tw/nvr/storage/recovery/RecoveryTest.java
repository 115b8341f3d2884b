package tw.nvr.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentMark;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.Box;
import tw.nvr.storage.Crash;
import tw.nvr.storage.Footage;
import tw.nvr.storage.SyntheticRun;
import tw.nvr.storage.index.Reindex;
import tw.nvr.storage.verify.FootageVerifier;
import tw.nvr.storage.volume.Volume;

class RecoveryTest {
    @TempDir
    Path folder;

    /** A volume as a kill leaves it after so many seconds of recording into one segment. */
    private Path killedAfter(int seconds) throws Exception {
        Path root = folder.resolve("living");
        Box box = Box.init(root);
        try (Footage footage = box.open()) {
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
            box.record(footage, run, new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, 0), seconds);
            // The state is written within a second of the run's start.
            Box.await("state of the camera", () -> states(root).contains("gate"));
            return Crash.copy(root, folder.resolve("dead"));
        }
    }

    private static String states(Path root) {
        try {
            return Files.readString(root.resolve("state/recorder.json"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path part(Path root) throws Exception {
        return named(root, ".part");
    }

    private static Path named(Path root, String end) throws Exception {
        try (Stream<Path> all = Files.walk(root.resolve("footage"))) {
            return all.filter(p -> p.toString().endsWith(end)).findFirst().orElseThrow();
        }
    }

    private static Map<String, String> tree(Path root) throws Exception {
        Map<String, String> out = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root.resolve("footage"))) {
            for (Path p : all.filter(Files::isRegularFile).toList()) {
                out.put(root.relativize(p).toString(), java.util.Arrays.hashCode(Files.readAllBytes(p)) + "");
            }
        }
        return out;
    }

    private static List<Segment> segments(Footage f) {
        return f.library().segments(Box.GATE, Box.EVER);
    }

    @Test
    void an_open_segment_is_cut_back_sealed_and_marked_and_the_rest_is_a_gap_by_crash() throws Exception {
        Path dead = killedAfter(5);
        try (RandomAccessFile f = new RandomAccessFile(part(dead).toFile(), "rw")) {
            f.setLength(f.length() - 1); // the fifth fragment is not whole
        }
        Box box = new Box(dead);
        box.setClock(Box.MORNING.plusSeconds(60));
        try (Footage footage = box.open()) {
            Segment s = segments(footage).get(0);
            assertThat(s.state()).isEqualTo(SegmentState.SEALED);
            assertThat(s.marks()).containsExactly(SegmentMark.RECOVERED);
            assertThat(s.range()).isEqualTo(new TimeRange(Box.MORNING, Box.MORNING.plusSeconds(4)));
            Gap lasting = footage.library().gaps(Box.GATE, Box.EVER).get(0);
            assertThat(lasting.cause()).isEqualTo(GapCause.CRASH);
            assertThat(lasting.range())
                    .isEqualTo(new TimeRange(Box.MORNING.plusSeconds(4), Box.MORNING.plusSeconds(60)));
            box.recordRun(footage, Box.GATE, Box.MORNING.plusSeconds(70), 2);
            Box.await(
                    "the gap ended",
                    () -> !footage.library().gaps(Box.GATE, Box.EVER).get(0).ongoing());
            assertThat(footage.library().gaps(Box.GATE, Box.EVER))
                    .containsExactly(new Gap(
                            Box.GATE,
                            new TimeRange(Box.MORNING.plusSeconds(4), Box.MORNING.plusSeconds(70)),
                            GapCause.CRASH,
                            false));
            assertThat(segments(footage).get(1).run()).isEqualTo(2);
        }
        assertThat(FootageVerifier.verify(dead, Optional.empty(), 1).findings()).isEmpty();
    }

    @Test
    void another_boot_without_a_clean_stop_means_the_power_failed() throws Exception {
        Box box = new Box(killedAfter(3));
        box.reboot();
        box.setClock(Box.MORNING.plusSeconds(60));
        try (Footage footage = box.open()) {
            assertThat(footage.library().gaps(Box.GATE, Box.EVER).get(0).cause())
                    .isEqualTo(GapCause.POWER);
        }
    }

    @Test
    void after_a_clean_stop_the_time_between_is_stopped_even_across_a_reboot() {
        Path root = folder.resolve("v");
        Box box = Box.init(root);
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 3);
        }
        box.reboot();
        box.setClock(Box.MORNING.plusSeconds(100));
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING.plusSeconds(101), 2);
            Box.await(
                    "the gap ended",
                    () -> !footage.library().gaps(Box.GATE, Box.EVER).get(0).ongoing());
            assertThat(footage.library().gaps(Box.GATE, Box.EVER))
                    .containsExactly(new Gap(
                            Box.GATE,
                            new TimeRange(Box.MORNING.plusSeconds(3), Box.MORNING.plusSeconds(101)),
                            GapCause.STOPPED,
                            false));
        }
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings()).isEmpty();
    }

    @Test
    void a_gap_that_lasted_when_the_process_died_ends_when_it_was_last_alive() throws Exception {
        Path root = folder.resolve("living");
        Box box = Box.init(root);
        Path dead;
        Instant alive = Box.MORNING.plusSeconds(30);
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 3);
            box.setClock(alive);
            footage.sink().notRecording(Box.GATE, GapCause.AUTH, alive);
            Box.await("the gap kept", () -> states(root).contains("auth"));
            dead = Crash.copy(root, folder.resolve("dead"));
        }
        Box after = new Box(dead);
        after.setClock(Box.MORNING.plusSeconds(90));
        for (int again = 0; again < 2; again++) { // a crash right after recovery changes nothing
            try (Footage footage = after.open()) {
                assertThat(footage.library().gaps(Box.GATE, Box.EVER))
                        .extracting(g -> g.cause() + " "
                                + Duration.between(Box.MORNING, g.range().start())
                                        .toSeconds())
                        .startsWith("AUTH 3", "CRASH 30");
                Path next = folder.resolve("dead" + again);
                Crash.copy(dead, next);
                dead = next;
            }
            after = new Box(dead);
            after.setClock(Box.MORNING.plusSeconds(120));
        }
    }

    @Test
    void recovery_broken_off_after_any_step_ends_in_the_same_state() throws Exception {
        Path dead = killedAfter(4);
        Path once = Crash.copy(dead, folder.resolve("once"));
        new Box(once).open().close();
        Map<String, String> wanted = tree(once);
        Path sealed = named(once, ".mp4");

        Path tailWritten = Crash.copy(dead, folder.resolve("tail"));
        Files.write(part(tailWritten), Files.readAllBytes(sealed));
        Path renamed = Crash.copy(tailWritten, folder.resolve("renamed"));
        Path part = part(renamed);
        Files.move(part, part.resolveSibling(sealed.getFileName().toString()));
        Path journaled = Crash.copy(once, folder.resolve("journaled"));
        Files.delete(journaled.resolve("footage.db"));
        Path twice = Crash.copy(once, folder.resolve("twice"));
        for (Path p : List.of(tailWritten, renamed, journaled, twice)) {
            new Box(p).open().close();
            assertThat(tree(p)).as(p.getFileName().toString()).isEqualTo(wanted);
            assertThat(FootageVerifier.verify(p, Optional.empty(), 1).findings())
                    .isEmpty();
        }
    }

    @Test
    void a_file_without_a_whole_fragment_is_removed_and_noted() throws Exception {
        Path dead = killedAfter(1);
        try (RandomAccessFile f = new RandomAccessFile(part(dead).toFile(), "rw")) {
            f.setLength(5000);
        }
        Path gone = part(dead);
        try (Footage footage = new Box(dead).open()) {
            assertThat(gone).doesNotExist();
            assertThat(segments(footage)).isEmpty();
        }
        assertThat(Files.readString(gone.resolveSibling("journal.jsonl"))).contains("no-whole-fragment");
        assertThat(FootageVerifier.verify(dead, Optional.empty(), 1).findings()).isEmpty();
    }

    @Test
    void a_file_whose_head_cannot_be_read_is_set_aside_not_thrown_away() throws Exception {
        Path dead = killedAfter(3);
        Path part = part(dead);
        try (RandomAccessFile f = new RandomAccessFile(part.toFile(), "rw")) {
            f.write(new byte[600]);
        }
        new Box(dead).open().close();
        Path aside = part.resolveSibling(part.getFileName().toString().replace(".part", ".damaged"));
        assertThat(aside).exists();
        assertThat(FootageVerifier.verify(dead, Optional.empty(), 1).findings()).isEmpty();
    }

    @Test
    void the_index_made_again_from_journals_equals_the_one_that_was_lost() throws Exception {
        Path root = folder.resolve("v");
        Box box = Box.init(root);
        box.settings(box.settings().withSegmentLength(Duration.ofSeconds(4)));
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 10);
            footage.sink().notRecording(Box.GATE, GapCause.CAMERA_UNREACHABLE, Box.MORNING.plusSeconds(10));
            box.recordRun(footage, Box.GATE, Box.MORNING.plusSeconds(20), 10);
        }
        List<Segment> segments = Footage.readOnly(root, box.clock()).segments(Box.GATE, Box.EVER);
        List<Gap> gaps = Footage.readOnly(root, box.clock()).gaps(Box.GATE, Box.EVER);
        assertThat(segments).hasSizeGreaterThan(4);
        assertThat(gaps).hasSize(1);
        Files.write(root.resolve(Volume.INDEX), new byte[] {1, 2, 3});
        Reindex.Counts counts = Reindex.offline(root, box.clock().instant());
        assertThat(counts.segments()).isEqualTo(segments.size());
        assertThat(Footage.readOnly(root, box.clock()).segments(Box.GATE, Box.EVER))
                .isEqualTo(segments);
        assertThat(Footage.readOnly(root, box.clock()).gaps(Box.GATE, Box.EVER)).isEqualTo(gaps);
        Files.write(root.resolve(Volume.INDEX), new byte[4096]);
        try (Footage footage = box.open()) {
            assertThat(segments(footage)).isEqualTo(segments);
        }
    }
}

package tw.nvr.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.footage.Fragment;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.RunSink;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.footage.TimeEvidence;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.verify.FootageVerifier;

class FootageTest {
    @TempDir
    Path root;

    @Test
    void what_is_recorded_can_be_read_while_the_segment_is_open() throws Exception {
        Box box = Box.init(root);
        try (Footage footage = box.open()) {
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.WITH_SOUND);
            List<FragmentRef> heard = new ArrayList<>();
            try (AutoCloseable listening = footage.library().onFragment(Box.GATE, (s, f) -> heard.add(f))) {
                assertThat(listening).isNotNull();
                box.record(footage, run, new SyntheticRun(footage.sink().pool(), Box.MORNING, true, 2, 0), 5);
            }
            Segment open = footage.library().segments(Box.GATE, Box.EVER).get(0);
            assertThat(open.state()).isEqualTo(SegmentState.OPEN);
            assertThat(open.range()).isEqualTo(new TimeRange(Box.MORNING, Box.MORNING.plusSeconds(5)));
            try (SegmentContent content = footage.library().open(open.id())) {
                assertThat(content.fragments()).isEqualTo(heard).hasSize(5);
                assertThat(content.channel().size()).isEqualTo(open.bytes());
            }
            run.close(GapCause.STOPPED, Box.MORNING.plusSeconds(5));
        }
    }

    @Test
    void a_segment_ends_at_the_first_key_frame_behind_a_boundary_and_is_sealed_with_its_hash() throws Exception {
        Box box = Box.init(root);
        box.settings(box.settings().withSegmentLength(Duration.ofSeconds(10)));
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 25);
            Box.awaitSealed(footage.library(), Box.GATE);
            List<Segment> all = footage.library().segments(Box.GATE, Box.EVER);
            assertThat(all).hasSizeBetween(3, 4);
            for (int i = 1; i < all.size(); i++) {
                assertThat(all.get(i).range().start())
                        .isEqualTo(all.get(i - 1).range().end());
                assertThat(all.get(i).run()).isEqualTo(1);
            }
            for (Segment s : all) {
                byte[] bytes = Files.readAllBytes(root.resolve(s.path()));
                String hash = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
                assertThat(s.sha256()).contains(hash);
                assertThat(s.bytes()).isEqualTo(bytes.length);
                assertThat(s.path())
                        .startsWith("footage/gate/2026-11-20/20261120T08")
                        .endsWith("+0800-r1.mp4");
            }
        }
    }

    @Test
    void why_its_time_is_believed_is_kept_beside_a_segment_in_journal_and_index() throws Exception {
        Box box = Box.init(root);
        TimeEvidence expected = new TimeEvidence(box.reading(), OptionalLong.of(-1_234));
        try (Footage footage = box.open()) {
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
            SyntheticRun source = new SyntheticRun(footage.sink().pool(), Box.MORNING, false, 2, 0);
            for (long claim : new long[] {700, -1_234}) {
                Fragment f = source.next();
                f.claimedOffsetMillis(OptionalLong.of(claim));
                run.offer(f);
            }
            run.offer(source.next()); // no report any more: the last one holds
            run.close(null, source.at());
            Box.awaitSealed(footage.library(), Box.GATE);
        }
        try (Footage again = box.open()) {
            Segment row = again.library().segments(Box.GATE, Box.EVER).get(0);
            assertThat(row.evidence()).contains(expected);
        }
        Path day = root.resolve("footage/gate/2026-11-20");
        assertThat(Files.readString(day.resolve("journal.jsonl"))).contains("\"claimedOffsetMillis\":-1234");
        assertThat(FootageVerifier.verify(root, Optional.empty(), 1).findings())
                .as("row and line agree")
                .isEmpty();
    }

    @Test
    void an_index_of_an_earlier_version_is_filled_again_from_the_journals() throws Exception {
        Box box = Box.init(root);
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 4);
            Box.awaitSealed(footage.library(), Box.GATE);
        }
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("footage.db"));
                Statement s = c.createStatement()) {
            s.executeUpdate("ALTER TABLE segment DROP COLUMN boot_id");
            s.executeUpdate("PRAGMA user_version = 1");
        }
        try (Footage again = box.open()) {
            assertThat(again.library().segments(Box.GATE, Box.EVER))
                    .singleElement()
                    .satisfies(s -> assertThat(s.evidence()).isPresent());
        }
    }

    @Test
    void a_gap_that_the_recorder_still_calls_lasting_ends_where_footage_has_begun(@TempDir Path copies)
            throws Exception {
        Box box = Box.init(root);
        Path state = root.resolve("state/recorder.json");
        Path copy;
        byte[] lasting;
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 4);
            footage.sink().notRecording(Box.GATE, GapCause.CAMERA_UNREACHABLE, Box.MORNING.plusSeconds(4));
            Box.await("the gap in the recorder's state", () -> contains(state, "camera-unreachable"));
            lasting = Files.readAllBytes(state);
            RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.PICTURES);
            box.record(
                    footage, run, new SyntheticRun(footage.sink().pool(), Box.MORNING.plusSeconds(60), false, 2, 0), 3);
            copy = Crash.copy(root, copies.resolve("volume"));
            run.close(GapCause.STOPPED, Box.MORNING.plusSeconds(63));
        }
        // What is on disk in the second before the recorder writes down that the gap has ended.
        Files.write(copy.resolve("state/recorder.json"), lasting);
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("footage.db"));
                Statement s = c.createStatement()) {
            s.executeUpdate("DELETE FROM gap");
        }

        assertThat(Footage.readOnly(copy, box.clock()).gaps(Box.GATE, Box.EVER))
                .containsExactly(new Gap(
                        Box.GATE,
                        new TimeRange(Box.MORNING.plusSeconds(4), Box.MORNING.plusSeconds(60)),
                        GapCause.CAMERA_UNREACHABLE,
                        false));
    }

    @Test
    void a_reader_beside_the_recorder_leaves_no_file_open() throws Exception {
        Box box = Box.init(root);
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 2);
            Box.awaitSealed(footage.library(), Box.GATE);
        }
        Footage.readOnly(root, box.clock()).segments(Box.GATE, Box.EVER);
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.map(FootageTest::target)).noneMatch(t -> t.startsWith(root.toString()));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    @Test
    void time_without_footage_is_a_gap_with_its_cause_also_while_it_lasts() {
        Box box = Box.init(root);
        try (Footage footage = box.open()) {
            box.recordRun(footage, Box.GATE, Box.MORNING, 4);
            footage.sink().notRecording(Box.GATE, GapCause.CAMERA_UNREACHABLE, Box.MORNING.plusSeconds(6));
            box.setClock(Box.MORNING.plusSeconds(30));
            Box.await(
                    "the gap that lasts",
                    () -> footage.library().gaps(Box.GATE, Box.EVER).size() == 1);
            var lasting = footage.library().gaps(Box.GATE, Box.EVER).get(0);
            assertThat(lasting.ongoing()).isTrue();
            assertThat(lasting.range())
                    .isEqualTo(new TimeRange(Box.MORNING.plusSeconds(4), Box.MORNING.plusSeconds(30)));
            box.recordRun(footage, Box.GATE, Box.MORNING.plusSeconds(60), 2);
            Box.await(
                    "the gap ended",
                    () -> !footage.library().gaps(Box.GATE, Box.EVER).get(0).ongoing());
            var ended = footage.library().gaps(Box.GATE, Box.EVER);
            assertThat(ended).hasSize(1);
            assertThat(ended.get(0).cause()).isEqualTo(GapCause.CAMERA_UNREACHABLE);
            assertThat(ended.get(0).range().end()).isEqualTo(Box.MORNING.plusSeconds(60));
        }
    }
}

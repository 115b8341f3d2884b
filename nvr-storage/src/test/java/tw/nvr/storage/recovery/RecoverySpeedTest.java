package tw.nvr.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.footage.TimeEvidence;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.TimeRange;
import tw.nvr.storage.Box;
import tw.nvr.storage.Footage;
import tw.nvr.storage.SyntheticRun;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.journal.JournalLine;
import tw.nvr.storage.segment.SegmentName;

@Tag("realtime")
class RecoverySpeedTest {
    private static final int CAMERAS = 16;
    private static final int DAYS = 14;

    @TempDir
    Path root;

    @Test
    void sixteen_cameras_of_fourteen_days_are_recovered_within_thirty_seconds_with_and_without_an_index()
            throws Exception {
        Box box = Box.init(root);
        for (int camera = 1; camera <= CAMERAS; camera++) {
            for (int day = 1; day <= DAYS; day++) {
                day(new CameraId("cam-" + camera), LocalDate.of(2026, 11, day));
            }
        }
        Duration rebuilt = start(box);
        Duration usual = start(box);
        System.out.println("recovery of " + CAMERAS * DAYS * 288 + " segments: index lost " + rebuilt.toMillis()
                + " ms, index kept " + usual.toMillis() + " ms");
        assertThat(rebuilt).isLessThan(Duration.ofSeconds(30));
        assertThat(usual).isLessThan(Duration.ofSeconds(10));
    }

    private Duration start(Box box) {
        long from = System.nanoTime();
        try (Footage footage = box.open()) {
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            assertThat(footage.library().segments(new CameraId("cam-7"), Box.EVER))
                    .hasSize(DAYS * 288);
            return took;
        }
    }

    private void day(CameraId camera, LocalDate day) throws Exception {
        Path directory = Files.createDirectories(root.resolve("footage").resolve(camera + "/" + day));
        String prev = JournalLine.genesis(camera.value(), day.toString());
        ClockReading clock = new ClockReading(Box.MORNING, 1, "boot-1", true);
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("journal.jsonl"))) {
            for (int i = 0; i < 288; i++) {
                Instant start = day.atStartOfDay(Box.TAIPEI).toInstant().plus(Duration.ofMinutes(5L * i));
                SegmentName name = SegmentName.of(camera, start, 1, Box.TAIPEI);
                Segment s = new Segment(
                        name.id(),
                        camera,
                        new TimeRange(start, start.plusSeconds(300)),
                        1,
                        SegmentState.SEALED,
                        Set.of(),
                        name.path(),
                        0,
                        Optional.of("0".repeat(64)),
                        SyntheticRun.PICTURES,
                        7500,
                        Optional.of(new TimeEvidence(clock, OptionalLong.empty())));
                JournalLine line = JournalLine.after(prev, Entries.segment(s));
                prev = line.hash();
                out.write(line.text() + "\n");
                Files.createFile(root.resolve(name.path()));
            }
        }
        assertThat(List.of(directory)).allMatch(Files::isDirectory);
    }
}

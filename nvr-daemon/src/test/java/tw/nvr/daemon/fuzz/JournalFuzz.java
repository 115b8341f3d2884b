package tw.nvr.daemon.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.camera.CameraId;
import tw.nvr.storage.journal.Entries;
import tw.nvr.storage.journal.JournalFile;
import tw.nvr.storage.journal.JournalLine;
import tw.nvr.storage.json.Json;

/** A camera's journal: lines that are none, and lines whose hash fits although they make no sense. */
public final class JournalFuzz {
    private static final CameraId CAMERA = new CameraId("gate");

    private JournalFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String text = new Bites(input).restAsText();
        String previous = JournalLine.genesis("gate", "2026-11-20");
        for (String line : text.split("\n", 50)) {
            Optional<Map<String, Object>> fields = Json.object(line);
            if (fields.isPresent()) {
                fields.get().remove("prev");
                fields.get().remove("hash");
                JournalLine made = JournalLine.after(previous, fields.get());
                entries(JournalLine.parse(made.text()).orElseThrow());
                previous = made.hash();
            }
            JournalLine.parse(line).ifPresent(JournalFuzz::entries);
        }
        file(input);
    }

    private static void entries(JournalLine line) {
        Entries.clock(line.fields());
        Entries.gap(CAMERA, line)
                .ifPresent(g -> Claim.that(!g.range().end().isBefore(g.range().start()), "time"));
        Entries.segment(CAMERA, "footage/gate/2026-11-20", line).ifPresent(s -> {
            Claim.that(!s.range().end().isBefore(s.range().start()), "time runs forward");
            Claim.that(s.bytes() >= 0 && s.frames() >= 0, "no less than nothing");
            Claim.that(!s.path().contains(".."), "a file of that camera and day");
        });
    }

    private static void file(byte[] input) throws IOException {
        Path day = Files.createTempDirectory("nvr-fuzz");
        Path file = day.resolve(JournalFile.NAME);
        try {
            Files.write(file, input);
            JournalFile.Content content = JournalFile.read(day);
            Claim.that(content.wholeBytes() + content.tornBytes() == input.length, "every byte counted");
            Claim.that(content.lines().size() + content.broken().size() <= 2L * input.length, "few lines");
        } finally {
            Files.deleteIfExists(file);
            Files.delete(day);
        }
    }
}

package tw.nvr.storage.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tw.nvr.storage.json.Json;

/**
 * What {@code volume.json} says: which volume this is. Immutable.
 *
 * @param id never changes
 * @param created when it was initialised
 * @param label a person's name for it; may be empty
 * @param version of the layout on disk; this program knows {@link #VERSION}
 */
public record VolumeMark(UUID id, Instant created, String label, long version) {
    /** The layout this program writes. */
    public static final long VERSION = 1;

    /** Name of the file in the volume's root. */
    public static final String FILE = "volume.json";

    private static final long LONGEST = 64 * 1024;

    /**
     * Reads the mark of the volume at that root.
     *
     * @return empty when there is no file, or it says nothing that can be used
     * @throws IOException when the disk does not answer
     */
    public static Optional<VolumeMark> read(Path root) throws IOException {
        Path file = root.resolve(FILE);
        try {
            if (Files.size(file) > LONGEST) {
                return Optional.empty();
            }
            return Json.object(Files.readString(file)).flatMap(VolumeMark::of);
        } catch (NoSuchFileException | NotDirectoryException | java.nio.charset.CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<VolumeMark> of(Map<String, Object> map) {
        try {
            Optional<UUID> id = Json.string(map, "id").map(UUID::fromString);
            Optional<Instant> created = Json.string(map, "created").map(Instant::parse);
            Optional<Long> version = Json.number(map, "version");
            if (id.isEmpty() || created.isEmpty() || version.isEmpty()) {
                return Optional.empty();
            }
            String label = Json.string(map, "label").orElse("");
            return Optional.of(new VolumeMark(id.get(), created.get(), label, version.get()));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The file's text. */
    String text() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id.toString());
        map.put("created", created.toString());
        map.put("label", label);
        map.put("version", version);
        return Json.write(map) + "\n";
    }
}

package tw.nvr.storage.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tw.nvr.storage.json.Json;

/**
 * One line of a journal: {@code {"prev":"<hash of the line before>","kind":…,…,"hash":"<hash>"}}. The hash is SHA-256 over
 * the line's bytes in front of {@code ,"hash":"}, so that {@code sha256sum} can check it. Immutable.
 *
 * @param text the line without its line feed
 * @param prev hash of the line before; of a day's first line, {@link #genesis}
 * @param hash its own
 * @param fields everything else, in order, {@code kind} first
 */
public record JournalLine(String text, String prev, String hash, Map<String, Object> fields) {
    private static final String HASH_FIELD = ",\"hash\":\"";

    /** What the first line of a camera's day names as the one before it, so that no journal passes for another. */
    public static String genesis(String camera, String day) {
        return Hashes.of(camera + "/" + day);
    }

    /** Makes the line that follows one with that hash. */
    public static JournalLine after(String prev, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("prev", prev);
        all.putAll(fields);
        String body = Json.write(all);
        body = body.substring(0, body.length() - 1);
        String hash = Hashes.of(body);
        return new JournalLine(body + HASH_FIELD + hash + "\"}", prev, hash, fields);
    }

    /** Reads a line; empty when it is not one or its hash does not fit its bytes. */
    public static Optional<JournalLine> parse(String text) {
        int at = text.lastIndexOf(HASH_FIELD);
        if (at < 0 || text.length() != at + HASH_FIELD.length() + 66) {
            return Optional.empty();
        }
        String hash = text.substring(at + HASH_FIELD.length(), text.length() - 2);
        if (!Hashes.of(text.substring(0, at)).equals(hash)) {
            return Optional.empty();
        }
        return Json.object(text).flatMap(map -> {
            Optional<String> prev = Json.string(map, "prev");
            map.remove("prev");
            map.remove("hash");
            return prev.map(p -> new JournalLine(text, p, hash, map));
        });
    }

    /** {@code segment}, {@code gap}, {@code correction}; later {@code thinning}, {@code destruction}. */
    public String kind() {
        return Json.string(fields, "kind").orElse("");
    }
}

package tw.nvr.storage.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.GapCause;
import tw.nvr.storage.json.Json;
import tw.nvr.storage.volume.DurableFiles;
import tw.nvr.storage.volume.Volume;

/**
 * What the recorder must remember over its own end, kept in {@code state/recorder.json}: renewed every ten seconds and
 * whenever a gap begins or ends. It lies on the footage disk and is synced, because {@code footage.db} may lose its last
 * commits in a power cut. Immutable.
 *
 * @param bootId the kernel's boot in which it was written
 * @param at when it was written: the recorder was alive then
 * @param clean whether the recorder was stopped properly
 * @param cameras what is remembered of each
 */
public record RecorderState(String bootId, Instant at, boolean clean, Map<CameraId, Memory> cameras) {
    private static final String FILE = "recorder.json";

    public RecorderState {
        cameras = Map.copyOf(cameras);
    }

    /**
     * Of one camera.
     *
     * @param lastRun number of its last run
     * @param footageEnd where its footage ends; empty when there is none
     * @param cause why nothing is being recorded; empty while something is
     * @param since since when; empty while something is
     * @param closedDay last day whose end was told to the audit log; empty when none was
     */
    public record Memory(
            long lastRun,
            Optional<Instant> footageEnd,
            Optional<GapCause> cause,
            Optional<Instant> since,
            Optional<String> closedDay) {
        public static final Memory NONE =
                new Memory(0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Reads it; empty when there is none or it says nothing that can be used. */
    public static Optional<RecorderState> read(Volume volume) throws IOException {
        try {
            return Json.object(Files.readString(volume.state().resolve(FILE))).flatMap(RecorderState::of);
        } catch (NoSuchFileException | java.nio.charset.CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Puts it on the disk, wholly or not at all. */
    public void write(Volume volume) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bootId", bootId);
        all.put("at", at);
        all.put("clean", clean);
        Map<String, Object> of = new TreeMap<>();
        cameras.forEach((id, m) -> {
            Map<String, Object> c = new LinkedHashMap<>();
            c.put("lastRun", m.lastRun());
            m.footageEnd().ifPresent(t -> c.put("footageEnd", t));
            m.cause().ifPresent(x -> c.put("cause", x.wireName()));
            m.since().ifPresent(t -> c.put("since", t));
            m.closedDay().ifPresent(d -> c.put("closedDay", d));
            of.put(id.value(), c);
        });
        all.put("cameras", of);
        DurableFiles.replace(volume.state().resolve(FILE), Json.write(all) + "\n");
    }

    private static Optional<RecorderState> of(Map<String, Object> m) {
        try {
            Map<CameraId, Memory> cameras = new LinkedHashMap<>();
            Map<String, Object> of = Json.child(m, "cameras");
            for (String id : of.keySet()) {
                cameras.put(new CameraId(id), memory(Json.child(of, id)));
            }
            Optional<String> boot = Json.string(m, "bootId");
            Optional<Instant> at = Json.string(m, "at").map(Instant::parse);
            if (boot.isEmpty() || at.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new RecorderState(boot.get(), at.get(), Boolean.TRUE.equals(m.get("clean")), cameras));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Memory memory(Map<String, Object> c) {
        return new Memory(
                Json.number(c, "lastRun").orElse(0L),
                Json.string(c, "footageEnd").map(Instant::parse),
                Json.string(c, "cause").map(GapCause::ofWireName),
                Json.string(c, "since").map(Instant::parse),
                Json.string(c, "closedDay"));
    }
}

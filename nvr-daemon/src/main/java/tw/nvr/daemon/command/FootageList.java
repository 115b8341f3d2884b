package tw.nvr.daemon.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentMark;
import tw.nvr.core.footage.TimeEvidence;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.TimeRange;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.json.Json;
import tw.nvr.daemon.output.Table;
import tw.nvr.storage.Footage;
import tw.nvr.storage.records.Records;
import tw.nvr.storage.volume.Volume;

/** {@code nvr footage list}: segments and gaps of a camera, in order of time. */
@Command(name = "list")
final class FootageList implements Callable<Integer> {
    /** Before any camera and after any footage, within what file names and databases can say. */
    private static final TimeRange ALWAYS = new TimeRange(Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"));

    private final Session session;

    @Mixin
    private Place place;

    @Option(names = "--camera", required = true, paramLabel = "C")
    private String camera;

    @Option(names = "--from", paramLabel = "T")
    private String from;

    @Option(names = "--to", paramLabel = "T")
    private String to;

    @Option(names = "--json", descriptionKey = "nvr.json")
    private boolean json;

    FootageList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!CameraId.isValid(camera)) {
            throw Problem.of(ProblemKind.USAGE, "usage-camera-id", camera).exception();
        }
        Configuration configuration = place.existing(session);
        ZoneId zone = configuration.zone();
        Instant start = within(from == null ? ALWAYS.start() : TimeWord.read(from, zone, false));
        Instant end = within(to == null ? ALWAYS.end() : TimeWord.read(to, zone, true));
        if (end.isBefore(start)) {
            throw Problem.of(ProblemKind.USAGE, "usage-range", from, to).exception();
        }
        CameraId id = new CameraId(camera);
        List<Map<String, Object>> entries = entries(configuration, id, new TimeRange(start, end));
        if (json) {
            session.terminal().out().println(Json.lines(entries));
        } else if (entries.isEmpty()) {
            session.say("footage.none");
        } else {
            show(entries);
        }
        return 0;
    }

    private static Instant within(Instant t) {
        return t.isBefore(ALWAYS.start()) ? ALWAYS.start() : t.isAfter(ALWAYS.end()) ? ALWAYS.end() : t;
    }

    private List<Map<String, Object>> entries(Configuration configuration, CameraId id, TimeRange range) {
        Volume volume = Volume.at(configuration.storage().volume());
        if (!Files.exists(volume.index()) && volume.isUnused()) {
            requireKnown(configuration, Set.of(), id);
            return List.of();
        }
        FootageLibrary library = Footage.readOnly(volume.root(), session.wall());
        requireKnown(configuration, Set.copyOf(library.cameras()), id);
        return entries(library, id, range, configuration);
    }

    private static List<Map<String, Object>> entries(
            FootageLibrary library, CameraId id, TimeRange range, Configuration configuration) {
        ZoneId zone = configuration.zone();
        Path root = configuration.storage().volume();
        List<Map<String, Object>> out = new ArrayList<>();
        library.segments(id, range).forEach(s -> out.add(segment(s, root, zone)));
        library.gaps(id, range).forEach(g -> out.add(gap(g, zone)));
        out.sort(Comparator.comparing(
                e -> Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse((String) e.get("start")))));
        return out;
    }

    /** The path is absolute, so that a script can open it from wherever it runs. */
    private static Map<String, Object> segment(Segment s, Path root, ZoneId zone) {
        Map<String, Object> out = entry("segment", s.camera(), s.range(), zone);
        out.put("path", root.toAbsolutePath().resolve(s.path()).toString());
        out.put("bytes", s.bytes());
        out.put("sha256", s.sha256().orElse(null));
        out.put("state", s.state().wireName());
        out.put("marks", s.marks().stream().map(SegmentMark::wireName).sorted().toList());
        out.put("clock", s.evidence().map(e -> evidence(e, zone)).orElse(null));
        return out;
    }

    private static Map<String, Object> evidence(TimeEvidence e, ZoneId zone) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("wall", time(e.clock().wall(), zone));
        out.put("monotonicNanos", e.clock().monotonicNanos());
        out.put("bootId", e.clock().bootId());
        out.put("trusted", e.clock().trusted());
        OptionalLong claimed = e.claimedOffsetMillis();
        out.put("claimedOffsetMillis", claimed.isPresent() ? claimed.getAsLong() : null);
        return out;
    }

    private static Map<String, Object> gap(Gap g, ZoneId zone) {
        Map<String, Object> out = entry("gap", g.camera(), g.range(), zone);
        out.put("cause", g.cause().wireName());
        out.put("ongoing", g.ongoing());
        return out;
    }

    private static Map<String, Object> entry(String kind, CameraId camera, TimeRange range, ZoneId zone) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("kind", kind);
        out.put("camera", camera.value());
        out.put("start", time(range.start(), zone));
        out.put("end", time(range.end(), zone));
        return out;
    }

    private static String time(Instant at, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                at.truncatedTo(ChronoUnit.MILLIS).atZone(zone));
    }

    /** A camera that was never registered and has no footage is a slip of the fingers. */
    private static void requireKnown(Configuration configuration, Set<CameraId> withFootage, CameraId id) {
        if (withFootage.contains(id)) {
            return;
        }
        try (Records records = Records.openReadOnly(configuration.data().directory())) {
            if (records.cameras().find(id).isEmpty()) {
                throw Problem.of(ProblemKind.NOT_FOUND, "camera-unknown", id).exception();
            }
        }
    }

    private void show(List<Map<String, Object>> entries) {
        Texts texts = session.texts();
        Table table = new Table(List.of(
                texts.get("footage.head.kind"),
                texts.get("footage.head.start"),
                texts.get("footage.head.end"),
                texts.get("footage.head.what")));
        for (Map<String, Object> e : entries) {
            boolean segment = e.get("kind").equals("segment");
            String what = segment
                    ? texts.get("footage.segment", e.get("path"), e.get("bytes"), e.get("state"))
                            + (((List<?>) e.get("marks")).isEmpty() ? "" : " " + e.get("marks"))
                    : texts.get("cause." + e.get("cause"));
            table.row(List.of(
                    texts.get("footage.kind." + e.get("kind")),
                    String.valueOf(e.get("start")),
                    String.valueOf(e.get("end")),
                    what));
        }
        table.lines().forEach(session.terminal().out()::println);
    }
}

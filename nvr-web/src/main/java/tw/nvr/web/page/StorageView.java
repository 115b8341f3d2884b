package tw.nvr.web.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.TimeRange;

/** What the page 儲存 shows. Immutable. */
public record StorageView(
        Said status,
        String more,
        List<ProblemCard> problems,
        DashboardView.Disk disk,
        List<Fact> facts,
        List<Row> rows) {
    /** A name and its value. */
    public record Fact(String name, String value) {}

    /** What is kept of one camera. */
    public record Row(String name, String id, String from, String to, String held, String perDay, String missing) {}

    static StorageView of(Frame frame, Facts facts) {
        Texts texts = frame.texts();
        StorageStatus s = facts.storage();
        Forecast forecast = facts.forecast(frame.now());
        return new StorageView(
                status(texts, s, forecast),
                forecast.days().isPresent() ? "" : Dashboard.tooYoung(texts, forecast),
                problems(frame, s),
                Dashboard.disk(frame, facts, forecast),
                volume(frame, s, forecast),
                facts.playable().stream().map(c -> row(frame, facts, c)).toList());
    }

    private static Said status(Texts texts, StorageStatus s, Forecast forecast) {
        if (!s.writable()) {
            return Said.serious(texts.get("storage.not-writable"));
        }
        Optional<String> days = forecast.words(texts);
        return days.map(d -> Said.good(texts.get("storage.good", d)))
                .orElse(Said.info(texts.get("storage.young", Amounts.bytes(s.freeBytes()))));
    }

    private static List<ProblemCard> problems(Frame frame, StorageStatus s) {
        Texts texts = frame.texts();
        return s.problem()
                .map(p -> List.of(new ProblemCard(
                        "volume",
                        s.writable() ? Tone.ATTENTION : Tone.SERIOUS,
                        ProblemWords.what(texts, p),
                        GapWords.code(GapCause.DISK),
                        List.of(),
                        ProblemWords.remedies(texts, p),
                        "")))
                .orElse(List.of());
    }

    private static List<Fact> volume(Frame frame, StorageStatus s, Forecast forecast) {
        Texts texts = frame.texts();
        List<Fact> list = new ArrayList<>();
        list.add(new Fact(texts.get("storage.total"), Amounts.bytes(s.totalBytes())));
        list.add(new Fact(texts.get("storage.free"), Amounts.bytes(s.freeBytes())));
        if (forecast.days().isPresent()) {
            list.add(new Fact(
                    texts.get("storage.rate"),
                    texts.get(
                            "storage.rate.value",
                            Amounts.bytes(forecast.bytesPerDay()),
                            Amounts.duration(texts, forecast.measured()))));
        }
        list.add(new Fact(
                texts.get("storage.last-write"),
                s.lastWrite().map(t -> frame.dates().brief(t, frame.now())).orElse(texts.get("storage.never"))));
        list.add(new Fact(texts.get("storage.queued"), Amounts.bytes(s.queuedBytes())));
        list.add(new Fact(texts.get("storage.dropped"), texts.get("storage.dropped.value", s.droppedFragments())));
        list.add(new Fact(
                texts.get("storage.direct"), texts.get(s.directIo() ? "storage.direct.yes" : "storage.direct.no")));
        list.add(new Fact(texts.get("storage.volume"), s.volumeId().orElse(texts.get("storage.no-volume"))));
        return list;
    }

    private static Row row(Frame frame, Facts facts, Camera camera) {
        Texts texts = frame.texts();
        Dates dates = frame.dates();
        CameraId id = camera.id();
        Optional<TimeRange> extent = facts.extent(id);
        TimeRange day = Facts.lastDay(frame.now());
        List<Segment> segments = facts.segments(id, day);
        long bytes = segments.stream().mapToLong(Segment::bytes).sum();
        Duration missing = facts.coverage(id, day).spans().stream()
                .filter(s -> s.kind() == Coverage.Kind.GAP)
                .map(s -> s.range().duration())
                .reduce(Duration.ZERO, Duration::plus);
        return new Row(
                camera.name(),
                id.value(),
                extent.map(r -> dates.moment(r.start(), frame.now())).orElse("—"),
                extent.map(r -> dates.brief(r.end(), frame.now())).orElse("—"),
                extent.map(r -> Amounts.duration(texts, r.duration())).orElse("—"),
                Amounts.bytes(bytes),
                missing.isZero() ? texts.get("storage.no-gap") : Amounts.duration(texts, missing));
    }
}

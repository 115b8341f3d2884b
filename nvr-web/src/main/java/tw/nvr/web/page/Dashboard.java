package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.health.Finding;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.TimeRange;

/** Composes 今日概況: the answer first, then what is wrong, then every camera. Immutable. */
final class Dashboard {
    private static final String NOTHING = "—";

    private final Facts facts;
    private final HealthReport.Source health;
    private final ChainCheck chain;

    Dashboard(Facts facts, HealthReport.Source health, ChainCheck chain) {
        this.facts = facts;
        this.health = health;
        this.chain = chain;
    }

    DashboardView view(Frame frame) {
        Instant now = frame.now();
        Texts texts = frame.texts();
        List<Camera> cameras = facts.registered();
        Map<CameraId, CameraStatus> statuses = facts.statuses();
        Forecast forecast = facts.forecast(now);
        HealthReport report = health.report(texts.locale());
        TimeRange day = Facts.lastDay(now);
        return new DashboardView(
                CameraCount.of(cameras, statuses).sentence(texts, forecast),
                forecast.days().isPresent() || cameras.isEmpty() ? "" : tooYoung(texts, forecast),
                new ProblemCards(facts, frame).all(cameras, statuses, report),
                cameras.stream()
                        .map(c -> row(frame, c, statuses.get(c.id()), day))
                        .toList(),
                texts.get(
                        "dashboard.strips",
                        frame.dates().minute(day.start()),
                        frame.dates().minute(now)),
                cards(frame, report),
                disk(frame, facts, forecast));
    }

    static String tooYoung(Texts texts, Forecast forecast) {
        return texts.get(
                "forecast.too-young",
                Amounts.duration(texts, forecast.measured()),
                Amounts.duration(texts, Forecast.TOO_YOUNG));
    }

    private DashboardView.Row row(Frame frame, Camera camera, CameraStatus status, TimeRange day) {
        Texts texts = frame.texts();
        CameraState state = CameraCount.stateOf(camera, status);
        Optional<CameraStatus> known = Optional.ofNullable(status);
        Optional<Instant> last = known.flatMap(CameraStatus::lastFrame);
        Instant lookAt = last.orElse(frame.now()).minus(Duration.ofSeconds(10));
        return new DashboardView.Row(
                camera.id().value(),
                camera.name(),
                Links.playback(camera.id(), List.of(), lookAt, Optional.empty(), frame.dates()),
                GapWords.state(texts, state),
                Strip.of(facts.coverage(camera.id(), day), frame.dates()),
                last.map(t -> frame.dates().brief(t, frame.now())).orElse(NOTHING),
                known.flatMap(CameraStatus::clockOffsetMillis)
                        .map(ms -> Amounts.offset(texts, ms))
                        .orElse(NOTHING),
                GapWords.state(texts, state).tone() == Tone.SERIOUS);
    }

    private List<DashboardView.Card> cards(Frame frame, HealthReport report) {
        Texts texts = frame.texts();
        List<DashboardView.Card> cards = new ArrayList<>();
        StorageStatus storage = facts.storage();
        cards.add(new DashboardView.Card(
                texts.get("card.disk"),
                storage.writable() && storage.problem().isEmpty()
                        ? Said.good(texts.get("card.disk.good"))
                        : Said.serious(texts.get("card.disk.bad")),
                texts.get("card.disk.note", Amounts.bytes(storage.freeBytes()))));
        cards.add(clockCard(texts, report));
        ChainCheck.Verified verified = chain.verified();
        cards.add(new DashboardView.Card(
                texts.get("card.audit"),
                verified.verdict().intact()
                        ? Said.good(texts.get("card.audit.good"))
                        : Said.serious(texts.get("card.audit.bad")),
                texts.get(
                        "card.audit.note",
                        frame.dates().moment(verified.at(), frame.now()),
                        verified.verdict().events())));
        return cards;
    }

    /** The box's clock as health judges it. */
    private static DashboardView.Card clockCard(Texts texts, HealthReport report) {
        Optional<Finding> clock = report.findings().stream()
                .filter(f -> f.name().equals("clock") || f.name().startsWith("clock."))
                .findFirst();
        Said value = clock.map(f -> f.status() == HealthStatus.OK
                        ? Said.good(texts.get("card.clock.good"))
                        : Said.attention(texts.get("card.clock.bad")))
                .orElse(Said.plain(texts.get("card.clock.unknown")));
        return new DashboardView.Card(
                texts.get("card.clock"), value, clock.map(Finding::figure).orElse(""));
    }

    /** How full the disk is and how long it lasts. */
    static DashboardView.Disk disk(Frame frame, Facts facts, Forecast forecast) {
        Texts texts = frame.texts();
        StorageStatus s = facts.storage();
        long total = Math.max(1, s.totalBytes());
        double used = 100.0 * (total - Math.min(total, s.freeBytes())) / total;
        String free = Amounts.bytes(s.freeBytes());
        String all = Amounts.bytes(s.totalBytes());
        String oldest = facts.oldest()
                .map(t -> texts.get(
                        "disk.oldest",
                        frame.dates().shortDay(frame.dates().dayOf(t)) + " "
                                + frame.dates().minute(t)))
                .orElse(texts.get("disk.empty"));
        return new DashboardView.Disk(
                forecast.words(texts).orElse(texts.get("disk.unknown")),
                forecast.days().isPresent() ? texts.get("disk.per-day", Amounts.bytes(forecast.bytesPerDay())) : "",
                Strip.percentText(used),
                texts.get("disk.meter", free, all),
                oldest);
    }
}

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
import tw.nvr.core.health.Finding;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.problem.Texts;

/** Makes the cards for what is wrong: cameras first, then whatever else health found. Immutable. */
final class ProblemCards {
    private final Facts facts;
    private final Frame frame;
    private final Texts texts;

    ProblemCards(Facts facts, Frame frame) {
        this.facts = facts;
        this.frame = frame;
        this.texts = frame.texts();
    }

    List<ProblemCard> all(List<Camera> cameras, Map<CameraId, CameraStatus> statuses, HealthReport report) {
        List<ProblemCard> cards = new ArrayList<>();
        for (Camera c : cameras) {
            CameraState state = CameraCount.stateOf(c, statuses.get(c.id()));
            if (GapWords.state(texts, state).tone() == Tone.SERIOUS) {
                cards.add(camera(c, statuses.get(c.id())));
            }
        }
        for (Finding f : report.findings()) {
            boolean bad = f.status() == HealthStatus.WARNING || f.status() == HealthStatus.CRITICAL;
            if (bad && !coveredByCamera(f, cards)) {
                cards.add(finding(f, cards.size()));
            }
        }
        return cards;
    }

    /** A finding about a camera that has its card already says the same again. */
    private static boolean coveredByCamera(Finding f, List<ProblemCard> cards) {
        return cards.stream()
                .anyMatch(c -> f.name().equals("camera." + c.id()) || f.name().startsWith("camera." + c.id() + "."));
    }

    private ProblemCard camera(Camera c, CameraStatus status) {
        List<String> what = new ArrayList<>();
        what.add(texts.get(
                "problem-card.since",
                frame.dates().moment(status.since(), frame.now()),
                Amounts.duration(texts, positive(Duration.between(status.since(), frame.now())))));
        var cause = GapWords.causeOf(status.state());
        what.add(texts.get(
                "problem-card.why",
                status.problem().map(p -> ProblemWords.what(texts, p)).orElse(GapWords.cause(texts, cause))));
        List<String> steps = new ArrayList<>(
                status.problem().map(p -> ProblemWords.remedies(texts, p)).orElse(List.of()));
        if (steps.isEmpty()) {
            steps.add(GapWords.remedy(texts, cause));
        }
        steps.add(texts.get("problem-card.goes-away"));
        steps.add(texts.get("problem-card.call", GapWords.code(cause)));
        return new ProblemCard(
                c.id().value(),
                Tone.SERIOUS,
                texts.get(
                        "problem-card.title",
                        c.name(),
                        c.id().value(),
                        GapWords.state(texts, status.state()).words()),
                GapWords.code(cause),
                what,
                steps,
                before(c, status));
    }

    /** The last pictures before it went wrong, where there are any. */
    private String before(Camera c, CameraStatus status) {
        Instant last = status.lastFrame().orElse(status.since());
        return facts.extent(c.id())
                .filter(r -> r.start().isBefore(last))
                .map(r -> Links.playback(c.id(), List.of(), last.minusSeconds(30), Optional.empty(), frame.dates()))
                .orElse("");
    }

    private ProblemCard finding(Finding f, int number) {
        List<String> steps = f.remedy().isBlank() ? List.of() : List.of(f.remedy());
        Tone tone = f.status() == HealthStatus.CRITICAL ? Tone.SERIOUS : Tone.ATTENTION;
        List<String> what =
                f.expected().isBlank() ? List.of() : List.of(texts.get("problem-card.expected", f.expected()));
        return new ProblemCard("finding-" + number, tone, f.figure(), f.name(), what, steps, "");
    }

    private static Duration positive(Duration d) {
        return d.isNegative() ? Duration.ZERO : d;
    }
}

package tw.nvr.web.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.time.TimeRange;

/** Composes 回放. Thread-safe. */
final class Playback {
    private final Facts facts;
    private final DayMarks marks;

    Playback(Facts facts) {
        this.facts = facts;
        this.marks = new DayMarks(facts);
    }

    PlaybackView view(Frame frame, PlaybackQuery query) {
        PlaybackView.Form form = form(frame, query);
        if (!query.faults().isEmpty()) {
            return new PlaybackView(
                    Said.serious(frame.t("playback.faults", query.faults().size())), form, null);
        }
        if (query.main().isEmpty()) {
            return new PlaybackView(Said.info(frame.t("playback.no-cameras")), form, null);
        }
        List<Camera> cameras = new ArrayList<>(List.of(query.main().get()));
        cameras.addAll(query.with());
        Map<CameraId, Coverage> days = new HashMap<>();
        TimeRange day = Zoom.DAY.around(query.at(), frame.dates());
        cameras.forEach(c -> days.put(c.id(), facts.coverage(c.id(), day)));
        return new PlaybackView(status(frame, query.at(), cameras, days), form, day(frame, query, cameras, days));
    }

    private Said status(Frame frame, Instant at, List<Camera> cameras, Map<CameraId, Coverage> days) {
        Dates dates = frame.dates();
        String moment = dates.day(dates.dayOf(at)) + " " + dates.weekday(dates.dayOf(at)) + " " + dates.time(at);
        List<Camera> without = cameras.stream()
                .filter(c -> days.get(c.id())
                        .at(at)
                        .filter(s -> s.kind() == Coverage.Kind.RECORDED)
                        .isEmpty())
                .toList();
        if (without.isEmpty()) {
            String key = cameras.size() == 1 ? "playback.ready-one" : "playback.ready";
            return Said.good(frame.t(key, moment, cameras.size(), cameras.get(0).name()));
        }
        Camera first = without.get(0);
        String why = days.get(first.id())
                .at(at)
                .flatMap(Coverage.Span::cause)
                .map(c -> GapWords.cause(frame.texts(), c))
                .orElse(frame.t(at.isAfter(frame.now()) ? "playback.not-yet" : "playback.nothing-known"));
        String key = without.size() == cameras.size() ? "playback.missing" : "playback.missing-some";
        return Said.attention(frame.t(key, moment, first.name(), why));
    }

    private PlaybackView.Day day(Frame frame, PlaybackQuery query, List<Camera> cameras, Map<CameraId, Coverage> days) {
        Dates dates = frame.dates();
        Instant at = query.at();
        CameraId main = cameras.get(0).id();
        List<CameraId> with = query.with().stream().map(Camera::id).toList();
        Function<Instant, String> link = t -> Links.playback(main, with, t, Optional.of(query.zoom()), dates);
        List<PlaybackView.GapRow> gaps = new PlaybackGaps(frame, link).rows(cameras, days::get);
        boolean cut = gaps.size() > PlaybackGaps.FIRST && !query.allGaps();
        return new PlaybackView.Day(
                cameras.stream()
                        .map(c -> new PlaybackView.Screen(c.id().value(), c.name()))
                        .toList(),
                at.toEpochMilli(),
                frame.now().toEpochMilli(),
                dates.zone().getId(),
                dates.time(at),
                dates.shortDay(dates.dayOf(at)),
                Timeline.of(query.zoom(), at, dates, lanes(frame, query, cameras, days)),
                zooms(frame, query, main, with),
                new CalendarMaker(facts, marks, frame, main, with, at).month(),
                cut ? gaps.subList(0, PlaybackGaps.FIRST) : gaps,
                cut ? frame.t("gap.more", gaps.size()) : "",
                cut ? link.apply(at) + "&gaps=all" : "",
                ScriptWords.playback(frame.texts()));
    }

    private List<Timeline.Lane> lanes(
            Frame frame, PlaybackQuery query, List<Camera> cameras, Map<CameraId, Coverage> days) {
        TimeRange range = query.zoom().around(query.at(), frame.dates());
        return cameras.stream()
                .map(c -> {
                    Coverage shown = query.zoom() == Zoom.DAY ? days.get(c.id()) : facts.coverage(c.id(), range);
                    return new Timeline.Lane(c.id().value(), c.name(), Strip.of(shown, frame.dates()));
                })
                .toList();
    }

    private static List<PlaybackView.ZoomLink> zooms(
            Frame frame, PlaybackQuery query, CameraId main, List<CameraId> with) {
        return Arrays.stream(Zoom.values())
                .map(z -> new PlaybackView.ZoomLink(
                        z.wireName(),
                        Links.playback(main, with, query.at(), Optional.of(z), frame.dates()),
                        z == query.zoom()))
                .toList();
    }

    private PlaybackView.Form form(Frame frame, PlaybackQuery query) {
        Optional<CameraId> main = query.main().map(Camera::id);
        List<PlaybackView.Choice> cameras = facts.playable().stream()
                .map(c -> choice(frame, c, main.filter(c.id()::equals).isPresent()))
                .toList();
        List<PlaybackView.Choice> with = facts.playable().stream()
                .map(c -> choice(frame, c, query.with().contains(c)))
                .toList();
        List<PlaybackView.Choice> purposes = Purpose.forPlayback().stream()
                .map(p ->
                        new PlaybackView.Choice(p.wireName(), frame.t("purpose." + p.wireName()), p == query.purpose()))
                .toList();
        return new PlaybackView.Form(
                cameras, with, query.with().size(), query.date(), query.time(), purposes, query.faults());
    }

    private static PlaybackView.Choice choice(Frame frame, Camera c, boolean chosen) {
        return new PlaybackView.Choice(c.id().value(), frame.t("camera.choice", c.name(), c.id()), chosen);
    }
}

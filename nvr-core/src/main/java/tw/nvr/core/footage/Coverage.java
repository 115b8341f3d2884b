package tw.nvr.core.footage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tw.nvr.core.time.TimeRange;

/**
 * What exists of a camera from when to when: the timeline (K1, I4). Immutable; made from segments and gaps.
 *
 * @param range what it speaks of
 * @param spans all of the range in order, without holes or overlaps
 */
public record Coverage(TimeRange range, List<Span> spans) {
    /** Missing time shorter than this is counted, not shown as a gap. */
    public static final Duration SHORTEST_GAP = Duration.ofSeconds(2);

    /** What a stretch of time holds. */
    public enum Kind {
        RECORDED,
        GAP,
        PLANNED,
        /** Nothing is known of it: before the camera's first word, or after now. */
        NONE
    }

    /**
     * A stretch of one kind.
     *
     * @param cause of a gap; empty otherwise
     * @param ongoing whether it still lasts
     */
    public record Span(TimeRange range, Kind kind, Optional<GapCause> cause, boolean ongoing) {}

    public Coverage {
        spans = List.copyOf(spans);
    }

    /**
     * Lays segments and gaps over a range. Where both claim a time, footage wins: it is there to be seen. Missing time
     * under two seconds between two segments counts as recorded; longer time between two segments that no gap explains is
     * a gap of cause {@link GapCause#UNKNOWN}.
     */
    public static Coverage of(TimeRange range, List<Segment> segments, List<Gap> gaps) {
        List<Span> out = new ArrayList<>();
        List<Segment> ordered = segments.stream()
                .sorted(Comparator.comparing(s -> s.range().start()))
                .toList();
        Instant at = range.start();
        boolean footageBefore = false;
        for (Segment s : ordered) {
            Optional<TimeRange> part = s.range().intersection(range);
            if (part.isEmpty() || !part.get().end().isAfter(at)) {
                continue;
            }
            if (part.get().start().isAfter(at)) {
                fill(out, new TimeRange(at, part.get().start()), gaps, footageBefore, true);
                at = part.get().start();
            }
            append(out, new Span(new TimeRange(at, part.get().end()), Kind.RECORDED, Optional.empty(), false));
            at = part.get().end();
            footageBefore = true;
        }
        if (at.isBefore(range.end())) {
            fill(out, new TimeRange(at, range.end()), gaps, footageBefore, false);
        }
        return new Coverage(range, out);
    }

    /** Time recorded in the range. */
    public Duration recorded() {
        return spans.stream()
                .filter(s -> s.kind() == Kind.RECORDED)
                .map(s -> s.range().duration())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The span that holds an instant of the range. */
    public Optional<Span> at(Instant t) {
        return spans.stream().filter(s -> s.range().contains(t)).findFirst();
    }

    private static void fill(List<Span> out, TimeRange hole, List<Gap> gaps, boolean before, boolean after) {
        if (before && after && hole.duration().compareTo(SHORTEST_GAP) < 0) {
            append(out, new Span(hole, Kind.RECORDED, Optional.empty(), false));
            return;
        }
        Instant at = hole.start();
        for (Gap g : gaps.stream()
                .sorted(Comparator.comparing(g -> g.range().start()))
                .toList()) {
            Optional<TimeRange> part = g.range().intersection(new TimeRange(at, hole.end()));
            if (part.isEmpty()) {
                continue;
            }
            rest(out, new TimeRange(at, part.get().start()), before, true);
            boolean planned = g.cause() == GapCause.PLANNED;
            append(out, new Span(part.get(), planned ? Kind.PLANNED : Kind.GAP, Optional.of(g.cause()), g.ongoing()));
            at = part.get().end();
            before = true;
        }
        rest(out, new TimeRange(at, hole.end()), before, after);
    }

    private static void rest(List<Span> out, TimeRange hole, boolean before, boolean after) {
        if (hole.isEmpty()) {
            return;
        }
        boolean explained = !(before && after);
        boolean shortHole = hole.duration().compareTo(SHORTEST_GAP) < 0;
        if (explained) {
            append(out, new Span(hole, Kind.NONE, Optional.empty(), false));
        } else if (shortHole) {
            Span last = out.get(out.size() - 1);
            append(out, new Span(hole, last.kind(), last.cause(), last.ongoing()));
        } else {
            append(out, new Span(hole, Kind.GAP, Optional.of(GapCause.UNKNOWN), false));
        }
    }

    /** Adds a span, joined with the one before where both say the same. */
    private static void append(List<Span> out, Span span) {
        if (!out.isEmpty()) {
            Span last = out.get(out.size() - 1);
            boolean same = last.kind() == span.kind() && last.cause().equals(span.cause());
            if (same && last.range().end().equals(span.range().start())) {
                TimeRange both =
                        new TimeRange(last.range().start(), span.range().end());
                out.set(out.size() - 1, new Span(both, span.kind(), span.cause(), span.ongoing()));
                return;
            }
        }
        out.add(span);
    }
}

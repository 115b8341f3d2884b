package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.TimeRange;

/**
 * A stretch of time drawn as a bar: positions in percent of its width, and the same in words. Immutable.
 *
 * @param bars what is drawn on the empty bed, in order; footage first, gaps over it so that short ones stay visible
 * @param words what a person hears who does not see it
 */
public record Strip(List<Bar> bars, String words) {
    /** A gap narrower than this percentage of the strip is drawn this wide: it must be seen. */
    private static final double NARROWEST_GAP = 0.25;

    /** Of more gaps than this the words give the number only. */
    private static final int GAPS_IN_WORDS = 4;

    /** One rectangle; {@code kind} is {@code recorded}, {@code gap} or {@code planned}. */
    public record Bar(String kind, String x, String width) {}

    public Strip {
        bars = List.copyOf(bars);
    }

    static Strip of(Coverage coverage, Dates dates) {
        return new Strip(draw(coverage), words(coverage, dates));
    }

    private static List<Bar> draw(Coverage coverage) {
        List<Bar> footage = new ArrayList<>();
        List<Bar> over = new ArrayList<>();
        double shortestBreak = NARROWEST_GAP / 10;
        double from = -1;
        double to = -1;
        for (Coverage.Span s : coverage.spans()) {
            double x = percent(coverage.range(), s.range().start());
            double end = percent(coverage.range(), s.range().end());
            switch (s.kind()) {
                case RECORDED -> {
                    if (from >= 0 && x - to > shortestBreak) {
                        footage.add(bar("recorded", from, to));
                        from = x;
                    }
                    from = from < 0 ? x : from;
                    to = end;
                }
                case GAP -> over.add(wideEnough("gap", x, end));
                case PLANNED -> over.add(wideEnough("planned", x, end));
                case NONE -> {}
            }
        }
        if (from >= 0) {
            footage.add(bar("recorded", from, to));
        }
        footage.addAll(over);
        return footage;
    }

    private static Bar wideEnough(String kind, double x, double end) {
        double start = Math.min(x, 100 - NARROWEST_GAP);
        return bar(kind, start, Math.max(end, start + NARROWEST_GAP));
    }

    private static Bar bar(String kind, double from, double to) {
        return new Bar(kind, percentText(from), percentText(to - from));
    }

    /** Where an instant lies in a range, 0 to 100. */
    static double percent(TimeRange range, Instant t) {
        double whole = range.duration().toMillis();
        double part = Duration.between(range.start(), t).toMillis();
        return whole == 0 ? 0 : Math.max(0, Math.min(100, part * 100 / whole));
    }

    /** Two decimals suffice: a hundredth of a percent of a day is nine seconds. */
    static String percentText(double percent) {
        String text = String.format(Locale.ROOT, "%.2f", percent);
        return text.replaceFirst("\\.?0+$", "") + "%";
    }

    private static String words(Coverage coverage, Dates dates) {
        Texts texts = dates.texts();
        Duration recorded = coverage.recorded();
        List<Coverage.Span> missing = coverage.spans().stream()
                .filter(s -> s.kind() == Coverage.Kind.GAP || s.kind() == Coverage.Kind.PLANNED)
                .toList();
        if (recorded.isZero() && missing.isEmpty()) {
            return texts.get("strip.nothing");
        }
        String start = texts.get("strip.recorded", Amounts.duration(texts, recorded));
        if (missing.isEmpty()) {
            return start + texts.get("strip.whole");
        }
        if (missing.size() > GAPS_IN_WORDS) {
            return start + texts.get("strip.many", missing.size());
        }
        StringBuilder said = new StringBuilder(start);
        missing.forEach(s -> said.append(gap(s, dates)));
        return said.append(texts.get("strip.stop")).toString();
    }

    private static String gap(Coverage.Span s, Dates dates) {
        Texts texts = dates.texts();
        String why = GapWords.cause(texts, s.cause().orElse(GapCause.UNKNOWN));
        String from = dates.time(s.range().start());
        return s.ongoing()
                ? texts.get("strip.gap-ongoing", from, why)
                : texts.get("strip.gap", from, dates.time(s.range().end()), why);
    }
}

package tw.nvr.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.TimeRange;

/**
 * How long the disk lasts, from what was measured (K3). Immutable.
 *
 * @param measured over how long the rate was measured
 * @param bytesPerDay all cameras together, at that rate
 * @param days from the oldest footage to a full disk, should cameras go on as they do; empty while it is too early to say
 */
record Forecast(Duration measured, long bytesPerDay, OptionalDouble days) {
    /** Less than this tells nothing about a day. */
    static final Duration TOO_YOUNG = Duration.ofHours(1);

    private static final int MOST_DAYS = 999;

    /**
     * @param lastDay all cameras' segments of the 24 hours before {@code now}
     * @param oldest first footage of any camera
     * @param freeBytes that the recorder may still use
     */
    static Forecast of(List<Segment> lastDay, Optional<Instant> oldest, long freeBytes, Instant now) {
        TimeRange window = new TimeRange(now.minus(Duration.ofDays(1)), now);
        Instant first = lastDay.stream()
                .map(s -> s.range().start())
                .min(Instant::compareTo)
                .filter(t -> t.isAfter(window.start()))
                .orElse(lastDay.isEmpty() ? now : window.start());
        Duration measured = Duration.between(first, now);
        double bytes = lastDay.stream().mapToDouble(s -> bytesWithin(s, window)).sum();
        if (measured.compareTo(TOO_YOUNG) < 0 || bytes <= 0 || oldest.isEmpty()) {
            return new Forecast(measured, 0, OptionalDouble.empty());
        }
        double perDay = bytes * Duration.ofDays(1).toMillis() / measured.toMillis();
        double held = Duration.between(oldest.get(), now).toMillis()
                / (double) Duration.ofDays(1).toMillis();
        return new Forecast(measured, Math.round(perDay), OptionalDouble.of(held + freeBytes / perDay));
    }

    private static double bytesWithin(Segment s, TimeRange window) {
        double whole = Math.max(1, s.range().duration().toMillis());
        double inside = s.range()
                .intersection(window)
                .map(r -> (double) r.duration().toMillis())
                .orElse(0.0);
        return s.bytes() * inside / whole;
    }

    /** 21 天, 5 小時, 超過 999 天; empty while it is too early to say. */
    Optional<String> words(Texts texts) {
        if (days.isEmpty()) {
            return Optional.empty();
        }
        double d = days.getAsDouble();
        if (d > MOST_DAYS) {
            return Optional.of(texts.get("forecast.more-than", MOST_DAYS));
        }
        return Optional.of(
                d < 1 ? texts.get("amount.hours", (long) (d * 24)) : texts.get("amount.days", (long) Math.floor(d)));
    }
}

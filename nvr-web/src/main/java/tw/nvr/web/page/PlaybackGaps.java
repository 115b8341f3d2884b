package tw.nvr.web.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Coverage;
import tw.nvr.core.footage.GapCause;

/** Makes the rows of 這一天的中斷與標記. Immutable. */
final class PlaybackGaps {
    /** A camera that flaps all day fills a page that nobody reads; the rest is a link away. */
    static final int FIRST = 60;

    /** Choosing a gap shows the pictures just before it. */
    private static final int SECONDS_BEFORE = 5;

    private final Frame frame;
    private final Function<Instant, String> link;

    /** @param link address of a moment with the cameras that are chosen */
    PlaybackGaps(Frame frame, Function<Instant, String> link) {
        this.frame = frame;
        this.link = link;
    }

    private record Found(Camera camera, Coverage.Span span) {}

    List<PlaybackView.GapRow> rows(List<Camera> cameras, Function<CameraId, Coverage> coverage) {
        List<Found> found = new ArrayList<>();
        for (Camera c : cameras) {
            for (Coverage.Span s : coverage.apply(c.id()).spans()) {
                if (s.kind() == Coverage.Kind.GAP || s.kind() == Coverage.Kind.PLANNED) {
                    found.add(new Found(c, s));
                }
            }
        }
        found.sort(Comparator.comparing(f -> f.span().range().start()));
        return found.stream().map(this::row).toList();
    }

    private PlaybackView.GapRow row(Found f) {
        Coverage.Span s = f.span();
        Dates dates = frame.dates();
        GapCause cause = s.cause().orElse(GapCause.UNKNOWN);
        boolean planned = s.kind() == Coverage.Kind.PLANNED;
        Instant jump = s.range().start().minusSeconds(SECONDS_BEFORE);
        String end = s.ongoing() ? frame.t("gap.ongoing") : dates.time(s.range().end());
        return new PlaybackView.GapRow(
                dates.time(s.range().start()) + "–" + end,
                Amounts.duration(frame.texts(), s.range().duration()),
                link.apply(jump),
                jump.toEpochMilli(),
                planned ? Said.plain(frame.t("gap.planned")) : Said.serious(frame.t("gap.gap")),
                f.camera().name(),
                GapWords.cause(frame.texts(), cause),
                GapWords.code(cause));
    }
}

package tw.nvr.web.page;

import java.util.List;

/**
 * What the page 即時影像 shows. Immutable.
 *
 * @param words the script's words, JSON
 */
public record LiveView(
        Said status, List<PlaybackView.Choice> cameras, List<PlaybackView.Choice> purposes, int most, String words) {
    /** Pictures that a browser on a small machine can show at once. */
    static final int MOST = 9;

    static LiveView of(Frame frame, Facts facts, String chosen) {
        var cameras = facts.registered().stream()
                .filter(c -> c.enabled())
                .map(c -> new PlaybackView.Choice(
                        c.id().value(), c.name(), c.id().value().equals(chosen)))
                .toList();
        boolean few = chosen.isEmpty() && cameras.size() <= MOST;
        var shown = few
                ? cameras.stream()
                        .map(c -> new PlaybackView.Choice(c.value(), c.label(), true))
                        .toList()
                : cameras;
        var purposes = Purpose.forLive().stream()
                .map(p ->
                        new PlaybackView.Choice(p.wireName(), frame.t("purpose." + p.wireName()), p == Purpose.INSPECT))
                .toList();
        Said status = Said.info(frame.t(cameras.isEmpty() ? "live.no-cameras" : "live.ask"));
        return new LiveView(status, shown, purposes, MOST, ScriptWords.live(frame.texts()));
    }
}

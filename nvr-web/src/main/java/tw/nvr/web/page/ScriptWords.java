package tw.nvr.web.page;

import java.util.ArrayList;
import java.util.List;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Texts;

/**
 * The words that a page's script says, as JSON for a data attribute: the script has none of its own. Placeholders of the
 * message files ({@code {0}}) stay in place for it to fill. Stateless.
 */
final class ScriptWords {
    private static final int MOST_PLACES = 4;

    private static final List<String> PLAYBACK = List.of(
            "play",
            "pause",
            "loading",
            "no-picture",
            "jumped",
            "no-more",
            "no-earlier-gap",
            "no-later-gap",
            "at",
            "sound-on",
            "sound-off",
            "sound-none",
            "refused",
            "unreachable",
            "unsupported",
            "damaged",
            "not-yet",
            "recorded",
            "nothing",
            "date",
            "time",
            "with-most",
            "paused",
            "fast",
            "closed",
            "opening",
            "lane");

    private static final List<String> LIVE = List.of(
            "connecting",
            "playing",
            "again",
            "stalled",
            "unsupported",
            "refused",
            "unreachable",
            "most",
            "none",
            "no-picture",
            "opening");

    private ScriptWords() {}

    static String playback(Texts texts) {
        List<String> keys = new ArrayList<>();
        PLAYBACK.forEach(k -> keys.add("player." + k));
        for (GapCause cause : GapCause.values()) {
            keys.add("cause." + cause.wireName());
        }
        for (Zoom zoom : Zoom.values()) {
            keys.add("timeline." + (zoom == Zoom.HOUR || zoom == Zoom.MINUTE ? "part" : zoom.wireName()));
        }
        return json(texts, keys.stream().distinct().toList());
    }

    static String live(Texts texts) {
        return json(texts, LIVE.stream().map(k -> "live." + k).toList());
    }

    private static String json(Texts texts, List<String> keys) {
        Object[] places = new Object[MOST_PLACES];
        for (int i = 0; i < MOST_PLACES; i++) {
            places[i] = "{" + i + "}";
        }
        StringBuilder s = new StringBuilder("{");
        for (String key : keys) {
            s.append(s.length() == 1 ? "" : ",").append(quoted(key)).append(':').append(quoted(texts.get(key, places)));
        }
        return s.append('}').toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}

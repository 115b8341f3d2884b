package tw.nvr.web.page;

import java.time.Instant;
import tw.nvr.core.problem.Texts;

/**
 * What every page has around it: words, clock, navigation, banner. Immutable.
 *
 * @param here key of the page, which navigation marks as current
 * @param now when the page was made
 * @param actor whom the box takes the reader for
 * @param otherLanguage address of this page in the other language
 * @param assets where its style, scripts and pictures lie, ending in {@code /}
 */
public record Frame(
        Texts texts,
        Dates dates,
        String here,
        Instant now,
        String institution,
        boolean demo,
        String actor,
        String otherLanguage,
        String assets) {

    /** The text under a key. */
    public String t(String key, Object... arguments) {
        return texts.get(key, arguments);
    }

    public String lang() {
        return texts.locale().equals(Texts.EN) ? "en" : "zh-Hant-TW";
    }

    /** Marks a navigation entry; null leaves the attribute out. */
    public String current(String page) {
        return here.equals(page) ? "page" : null;
    }
}

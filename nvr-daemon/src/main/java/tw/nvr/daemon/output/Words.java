package tw.nvr.daemon.output;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tw.nvr.core.problem.Texts;

/** The message files of all modules, and the languages that a person may ask for. Stateless. */
public final class Words {
    private static final List<String> FILES = List.of(
            "tw.nvr.daemon.messages",
            "tw.nvr.core.messages",
            "tw.nvr.capture.messages",
            "tw.nvr.storage.messages",
            "tw.nvr.web.messages");

    private Words() {}

    public static Texts in(Locale locale) {
        return Texts.of(locale, FILES);
    }

    /** The language of a tag as it is typed: {@code zh-TW} or {@code en}. */
    public static Optional<Locale> language(String tag) {
        return switch (tag.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "zh-tw" -> Optional.of(Texts.ZH_TW);
            case "en" -> Optional.of(Texts.EN);
            default -> Optional.empty();
        };
    }
}

package tw.nvr.core.problem;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The words shown to people, in one language, looked up in the message files of all modules. Immutable; one per language.
 *
 * <p>A message file is {@code messages_zh_TW.properties} or {@code messages_en.properties} (UTF-8) in the resources
 * package {@code tw.nvr.<module>}. Keys are global: two modules never use the same. Texts are {@link MessageFormat}
 * patterns, so a single quote is written twice.
 */
public final class Texts {
    /** Traditional Chinese as written in Taiwan: the language of the rules and the default. */
    public static final Locale ZH_TW = Locale.TRADITIONAL_CHINESE;

    public static final Locale EN = Locale.ENGLISH;

    private final Locale locale;
    private final List<ResourceBundle> bundles;

    private Texts(Locale locale, List<ResourceBundle> bundles) {
        this.locale = locale;
        this.bundles = bundles;
    }

    /**
     * Opens the message files.
     *
     * @param locale {@link #ZH_TW} or {@link #EN}
     * @param baseNames for example {@code tw.nvr.web.messages}
     */
    public static Texts of(Locale locale, List<String> baseNames) {
        List<ResourceBundle> bundles = new ArrayList<>();
        for (String name : baseNames) {
            bundles.add(ResourceBundle.getBundle(
                    name,
                    locale,
                    Texts.class.getClassLoader(),
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
        }
        return new Texts(locale, List.copyOf(bundles));
    }

    public Locale locale() {
        return locale;
    }

    public boolean has(String key) {
        return bundles.stream().anyMatch(b -> b.containsKey(key));
    }

    /**
     * The text under a key, with its arguments filled in.
     *
     * @throws MissingResourceException when no message file has the key, which a test prevents
     */
    public String get(String key, Object... arguments) {
        for (ResourceBundle bundle : bundles) {
            if (bundle.containsKey(key)) {
                return new MessageFormat(bundle.getString(key), locale).format(arguments);
            }
        }
        throw new MissingResourceException("no text for " + key + " in " + locale, Texts.class.getName(), key);
    }

    public String what(Problem problem) {
        return part(problem, "what");
    }

    public String expected(Problem problem) {
        return part(problem, "expected");
    }

    public String remedy(Problem problem) {
        return part(problem, "remedy");
    }

    private String part(Problem problem, String part) {
        return get("problem." + problem.key() + "." + part, problem.arguments().toArray());
    }
}

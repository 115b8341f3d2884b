package tw.nvr.daemon.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tw.nvr.core.problem.Texts;

/**
 * One thing wrong in the configuration file. Immutable.
 *
 * @param line counted from 1; 0 where the whole file is meant
 * @param key dotted; empty where the text is no TOML
 * @param kind {@code syntax}, {@code unknown}, {@code type}, {@code value}, {@code range}, {@code relative} or {@code loopback}
 * @param arguments what the words name: what was found, what was expected
 * @param suggestion what to write instead; empty where nothing is near
 */
public record Mistake(int line, String key, String kind, List<String> arguments, String suggestion) {
    public Mistake {
        arguments = List.copyOf(arguments);
    }

    /** What is wrong, in words. */
    public String what(Texts texts) {
        return texts.get("config.mistake." + kind, arguments.toArray());
    }

    /** What to do about it, in words; empty where there is nothing to suggest. */
    public String remedy(Texts texts) {
        return suggestion.isEmpty() ? "" : texts.get("config.suggestion", suggestion);
    }

    /** For scripts. */
    public Map<String, Object> json(Texts texts) {
        Map<String, Object> out = new TreeMap<>();
        out.put("line", line);
        out.put("key", key);
        out.put("what", what(texts));
        out.put("suggestion", suggestion);
        return out;
    }
}

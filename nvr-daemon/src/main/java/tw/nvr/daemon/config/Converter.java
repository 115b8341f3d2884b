package tw.nvr.daemon.config;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tw.nvr.core.problem.Texts;
import tw.nvr.daemon.output.Words;

/**
 * Turns a value of the file into the type of its key. Stateless.
 *
 * @param toml type that the file must use
 * @param example how such a value is written, for the person who got it wrong
 * @param read makes the value; throws {@link IllegalArgumentException} when it is none
 * @param write the value as it stands in the file
 */
record Converter(Class<?> toml, String example, Function<Object, Object> read, Function<Object, String> write) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})\\s*(s|m|h)");
    private static final Map<String, String> UNITS = Map.of("s", "S", "m", "M", "h", "H");

    private static final Map<Class<?>, Converter> ALL = Map.of(
            String.class, text("\"…\"", s -> s, Object::toString),
            int.class, new Converter(Long.class, "8787", v -> Math.toIntExact((Long) v), Object::toString),
            Path.class, text("\"/srv/nvr\"", Path::of, Object::toString),
            Duration.class, text("\"5m\"", Converter::duration, v -> ((Duration) v).toMinutes() + "m"),
            Size.class, text("\"1 GiB\"", Size::parse, Object::toString),
            ZoneId.class, text("\"Asia/Taipei\"", Converter::zone, Object::toString),
            Locale.class, text("\"zh-TW\"", Converter::language, v -> ((Locale) v).toLanguageTag()),
            Loopback.class, text("\"127.0.0.1\"", Loopback::new, Object::toString));

    static Converter of(Class<?> type) {
        Converter found = ALL.get(type);
        if (found == null) {
            throw new IllegalStateException("no converter for " + type);
        }
        return found;
    }

    /** Words that a value of this type may be, to suggest one from; empty where there are too many. */
    static List<String> choices(Class<?> type) {
        if (type == ZoneId.class) {
            return ZoneId.getAvailableZoneIds().stream().sorted().toList();
        }
        return type == Locale.class ? List.of(Texts.ZH_TW.toLanguageTag(), Texts.EN.toLanguageTag()) : List.of();
    }

    /** A bound of {@link Between} in the type of the key. */
    Object bound(String text) {
        return read.apply(toml == Long.class ? Long.valueOf(text) : text);
    }

    private static Converter text(String example, Function<String, Object> read, Function<Object, String> write) {
        return new Converter(String.class, example, v -> read.apply((String) v), v -> '"' + write.apply(v) + '"');
    }

    private static Duration duration(String text) {
        Matcher m = DURATION.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("not a duration: " + text);
        }
        return Duration.parse("PT" + m.group(1) + UNITS.get(m.group(2)));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a zone: " + text, e);
        }
    }

    private static Locale language(String text) {
        return Words.language(text).orElseThrow(() -> new IllegalArgumentException("not a language: " + text));
    }
}

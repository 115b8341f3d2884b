package tw.nvr.daemon.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Fills a tree of records from a TOML table: component names are keys, records are tables, nothing else is accepted. Goes
 * on after a mistake, so that all are found at once. Not thread-safe; one per file.
 */
final class RecordBinder {
    private final TomlTable root;
    private final List<Mistake> mistakes;
    private final Set<String> everyKey = new TreeSet<>();

    RecordBinder(TomlTable root, List<Mistake> mistakes) {
        this.root = root;
        this.mistakes = mistakes;
    }

    /** The record with what the file says, and the defaults where it says nothing or something wrong. */
    <T extends Record> T bind(Class<T> type, T defaults) {
        collectKeys(type, "");
        return bind(type, defaults, root, List.of());
    }

    private void collectKeys(Class<?> type, String prefix) {
        for (RecordComponent c : type.getRecordComponents()) {
            if (c.getType().isRecord() && isTable(c)) {
                collectKeys(c.getType(), prefix + key(c) + ".");
            } else {
                everyKey.add(prefix + key(c));
            }
        }
    }

    private <T> T bind(Class<T> type, Object defaults, TomlTable table, List<String> path) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent c : type.getRecordComponents()) {
            values.put(key(c), component(c, read(c, defaults), table, path));
        }
        for (String key : table.keySet()) {
            if (!values.containsKey(key)) {
                unknown(table, path, key, values.keySet());
            }
        }
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values.values().toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records have a constructor of their components", e);
        }
    }

    private Object component(RecordComponent c, Object fallback, TomlTable table, List<String> path) {
        Object value = table.get(List.of(key(c)));
        List<String> here = new ArrayList<>(path);
        here.add(key(c));
        if (value == null) {
            return fallback;
        }
        int line = line(table, key(c));
        String name = String.join(".", here);
        if (isTable(c)) {
            if (value instanceof TomlTable inner) {
                return bind(c.getType(), fallback, inner, here);
            }
            mistakes.add(new Mistake(line, name, "type", List.of(shown(value), "[" + name + "]"), ""));
            return fallback;
        }
        return value(c, value, name, line, fallback);
    }

    private Object value(RecordComponent c, Object value, String name, int line, Object fallback) {
        Converter converter = Converter.of(c.getType());
        if (!converter.toml().isInstance(value)) {
            mistakes.add(new Mistake(
                    line,
                    name,
                    "type",
                    List.of(shown(value), converter.example()),
                    key(c) + " = " + converter.example()));
            return fallback;
        }
        Object converted;
        try {
            converted = converter.read().apply(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            String near = Nearest.to(shown(value), Converter.choices(c.getType()))
                    .map(s -> '"' + s + '"')
                    .orElse(converter.example());
            String kind = c.getType() == Loopback.class ? "loopback" : "value";
            mistakes.add(
                    new Mistake(line, name, kind, List.of(shown(value), converter.example()), key(c) + " = " + near));
            return fallback;
        }
        if (converted instanceof Path p && !p.isAbsolute()) {
            mistakes.add(
                    new Mistake(line, name, "relative", List.of(shown(value)), key(c) + " = " + converter.example()));
            return fallback;
        }
        return inBounds(c, converter, converted, name, line) ? converted : fallback;
    }

    private boolean inBounds(RecordComponent c, Converter converter, Object value, String name, int line) {
        Between between = c.getAnnotation(Between.class);
        if (between == null) {
            return true;
        }
        boolean inside = value instanceof String s
                ? s.length() >= Integer.parseInt(between.min()) && s.length() <= Integer.parseInt(between.max())
                : compare(value, converter.bound(between.min())) >= 0
                        && compare(value, converter.bound(between.max())) <= 0;
        if (!inside) {
            mistakes.add(new Mistake(
                    line, name, "range", List.of(converter.write().apply(value), between.min(), between.max()), ""));
        }
        return inside;
    }

    private void unknown(TomlTable table, List<String> path, String key, Set<String> known) {
        String prefix = path.isEmpty() ? "" : String.join(".", path) + ".";
        String suggestion = Nearest.to(key, known)
                .map(near -> prefix + near)
                .or(() -> everyKey.stream().filter(k -> k.endsWith("." + key)).findFirst())
                .orElse("");
        mistakes.add(new Mistake(line(table, key), prefix + key, "unknown", List.of(prefix + key), suggestion));
    }

    private static boolean isTable(RecordComponent c) {
        return c.getType().getEnclosingClass() == Configuration.class;
    }

    private static String key(RecordComponent c) {
        return c.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static int line(TomlTable table, String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return position == null ? 0 : position.line();
    }

    /** A value as a person wrote it, short. */
    private static String shown(Object value) {
        String text = value instanceof TomlTable ? "[…]" : String.valueOf(value);
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static Object read(RecordComponent c, Object from) {
        try {
            return c.getAccessor().invoke(from);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records have accessors", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object a, Object b) {
        return ((Comparable<Object>) a).compareTo(b);
    }
}

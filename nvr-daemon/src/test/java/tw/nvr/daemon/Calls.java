package tw.nvr.daemon;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tw.nvr.daemon.command.Cli;
import tw.nvr.daemon.json.JsonReader;
import tw.nvr.daemon.output.Terminal;

/** Calls the command line as a shell does, in this process. */
public final class Calls {
    private Calls() {}

    /** What came of a call. */
    public record Result(int code, String out, String err) {}

    public static Result call(List<String> words, String input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                false,
                false);
        int code = new Cli(terminal, Clock.systemUTC(), System::nanoTime).run(words.toArray(String[]::new));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** In English, whatever the configuration says. */
    public static Result english(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--lang", "en"));
        return call(all, "");
    }

    /** With nothing on standard input. */
    public static Result call(String... words) {
        return call(List.of(words), "");
    }

    /** The objects of a printed array. */
    public static List<Map<String, Object>> array(String json) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (Object o : (List<?>) JsonReader.object("{\"a\":" + json + "}").get("a")) {
            Map<String, Object> one = new LinkedHashMap<>();
            ((Map<?, ?>) o).forEach((k, v) -> one.put((String) k, v));
            out.add(one);
        }
        return out;
    }
}

package tw.nvr.daemon.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tw.nvr.daemon.output.Terminal;

/** Calls the command line as a shell does, in this process. */
final class Calls {
    private Calls() {}

    /** What came of a call. */
    record Result(int code, String out, String err) {}

    static Result call(List<String> words, String input) {
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
    static Result english(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--lang", "en"));
        return call(all, "");
    }
}

package tw.nvr.daemon.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** {@code ./nvr fuzz}: runs the fuzzer on one target until it finds something or is stopped. */
public final class Fuzz {
    private static final int USAGE = 64;

    private Fuzz() {}

    /** Words: {@code --list}, or a target and perhaps the seconds. */
    public static void main(String[] words) throws IOException, InterruptedException {
        System.exit(run(words));
    }

    private static int run(String[] words) throws IOException, InterruptedException {
        if (words.length == 1 && words[0].equals("--list")) {
            Arrays.stream(Target.values()).map(Target::word).forEach(System.out::println);
            return 0;
        }
        Optional<Target> target = words.length == 0 ? Optional.empty() : Target.named(words[0]);
        if (target.isEmpty() || words.length > 2) {
            System.err.println("usage: ./nvr fuzz --list | TARGET [SECONDS]");
            return USAGE;
        }
        Fuzzer fuzzer = new Fuzzer(Path.of(System.getProperty("nvr.repository")));
        int seconds = words.length > 1 ? Integer.parseInt(words[1]) : 0;
        System.err.println("nvr: inputs and findings in " + fuzzer.work(target.get()) + "; stop with Ctrl-C");
        Process process = fuzzer.process(target.get(), seconds).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop"));
        return process.waitFor();
    }
}

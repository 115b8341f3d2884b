package tw.nvr.daemon.command;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.logging.Level;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParseResult;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.Ticker;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.config.ConfigurationException;
import tw.nvr.daemon.config.Mistake;
import tw.nvr.daemon.output.ProblemPrinter;
import tw.nvr.daemon.output.Table;
import tw.nvr.daemon.output.Terminal;
import tw.nvr.daemon.output.Words;
import tw.nvr.daemon.systemd.Logging;

/**
 * The command line: words in, exit code out. Whatever goes wrong is told in words; a stack trace appears only where
 * {@code NVR_DEBUG} asks for one. Used once.
 */
public final class Cli {
    /** sysexits(3) EX_USAGE. */
    static final int USAGE = ProblemKind.USAGE.exitCode();

    private final Terminal terminal;
    private final InstantSource wall;
    private final Ticker ticker;

    public Cli(Terminal terminal, InstantSource wall, Ticker ticker) {
        this.terminal = terminal;
        this.wall = wall;
        this.ticker = ticker;
    }

    /** With the clocks of this machine. */
    public static Cli ofThisProcess(Terminal terminal) {
        return new Cli(terminal, Clock.systemUTC(), System::nanoTime);
    }

    /** Carries out a command. */
    public int run(String... args) {
        List<String> words = Arrays.asList(args);
        Optional<String> tag = optionValue(words, "--lang");
        Optional<Locale> asked = tag.flatMap(Words::language);
        Session session = new Session(terminal, wall, ticker, asked);
        Logging.start(terminal.err(), Level.WARNING, Configuration.defaults().zone(), terminal.environment());
        if (tag.isPresent() && asked.isEmpty()) {
            return fail(session, Problem.of(ProblemKind.USAGE, "usage-language", tag.get()));
        }
        CommandLine line = commandLine(session);
        if (words.isEmpty()) {
            line.usage(terminal.err(), colours());
            return USAGE;
        }
        return line.execute(args);
    }

    /** The tree of commands, for running and for the tests that look at every one. */
    static CommandLine commandLine(Session session) {
        IFactory factory = new CommandFactory(session);
        CommandLine line = new CommandLine(NvrCommand.class, factory);
        line.setResourceBundle(ResourceBundle.getBundle(
                "tw.nvr.daemon.help",
                session.texts().locale(),
                Cli.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
        line.setOut(writer(session.terminal().out()));
        line.setErr(writer(session.terminal().err()));
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(session.terminal().colour() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(100);
        line.setAdjustLineBreaksForWideCJKCharacters(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, words) -> {
            session.terminal().err().println(UsageFault.words(e, session.texts()));
            session.say("usage.see-help", e.getCommandLine().getCommandSpec().qualifiedName());
            return USAGE;
        });
        line.setExecutionExceptionHandler((e, at, parsed) -> failed(session, e, parsed));
        return line;
    }

    private static int failed(Session session, Exception e, ParseResult parsed) {
        if (e instanceof ProblemException problem) {
            debug(session, e);
            return fail(session, problem.problem());
        }
        if (e instanceof ConfigurationException mistakes) {
            return configuration(session, mistakes);
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return 130;
        }
        debug(session, e);
        String name = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return fail(
                session,
                Problem.of(
                        ProblemKind.INTERNAL,
                        "internal",
                        parsed.originalArgs().isEmpty()
                                ? ""
                                : parsed.originalArgs().get(0),
                        name));
    }

    private static int fail(Session session, Problem problem) {
        new ProblemPrinter(session.texts(), session.terminal().colour())
                .print(session.terminal().err(), problem);
        return problem.kind().exitCode();
    }

    private static int configuration(Session session, ConfigurationException e) {
        Texts texts = session.texts();
        session.say("config.bad", e.file(), e.mistakes().size());
        for (Mistake m : e.mistakes()) {
            String key = m.key().isEmpty() ? "" : m.key() + ": ";
            session.terminal().err().println(Table.harmless(e.file() + ":" + m.line() + ": " + key + m.what(texts)));
            if (!m.remedy(texts).isEmpty()) {
                session.terminal().err().println("    " + Table.harmless(m.remedy(texts)));
            }
        }
        return ProblemKind.CONFIGURATION.exitCode();
    }

    private static void debug(Session session, Exception e) {
        if (!session.terminal().environment().getOrDefault("NVR_DEBUG", "").isEmpty()) {
            e.printStackTrace(session.terminal().err());
        }
    }

    private CommandLine.Help.ColorScheme colours() {
        return CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF);
    }

    private static PrintWriter writer(PrintStream to) {
        return new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), true);
    }

    /** The value of an option before the words are parsed, because it decides in which language faults are told. */
    private static Optional<String> optionValue(List<String> words, String name) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(name + "=")) {
                return Optional.of(word.substring(name.length() + 1));
            }
            if (word.equals(name) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }
}

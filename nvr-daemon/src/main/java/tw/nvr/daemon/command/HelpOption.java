package tw.nvr.daemon.command;

import picocli.CommandLine.Option;

/** {@code --help} and {@code --lang} for commands that need nothing else. Filled by the command line's parser. */
final class HelpOption {
    @SuppressWarnings("unused") // the parser acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            descriptionKey = "nvr.help")
    private boolean help;

    @SuppressWarnings("unused") // the parser acts on it
    @Option(names = "--lang", paramLabel = "LANG", descriptionKey = "nvr.lang")
    private String language;
}

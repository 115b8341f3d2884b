package tw.nvr.daemon.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself: it only holds its commands. */
@Command(
        name = "nvr",
        version = "nvr 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            CameraCommand.class,
            FootageCommand.class,
            StorageCommand.class,
            AuditCommand.class,
            ConfigCommand.class
        })
final class NvrCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("unused") // the parser acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true)
    private boolean help;

    @SuppressWarnings("unused") // the parser acts on it
    @Option(
            names = {"-V", "--version"},
            versionHelp = true)
    private boolean version;

    @SuppressWarnings("unused") // the parser acts on it
    @Option(names = "--lang", paramLabel = "LANG")
    private String language;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command");
    }
}

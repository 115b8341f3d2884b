package tw.nvr.daemon.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others: without one of them it is a usage error. */
@Command(synopsisSubcommandLabel = "COMMAND")
abstract class GroupCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("unused") // the parser acts on it
    @Mixin
    private HelpOption help;

    @Override
    public final void run() {
        throw new ParameterException(spec.commandLine(), "no command");
    }
}

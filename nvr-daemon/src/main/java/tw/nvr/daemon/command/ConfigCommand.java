package tw.nvr.daemon.command;

import picocli.CommandLine.Command;

/** The configuration. */
@Command(
        name = "config",
        subcommands = {ConfigCheck.class})
final class ConfigCommand extends GroupCommand {}

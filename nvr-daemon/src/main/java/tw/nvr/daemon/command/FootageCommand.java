package tw.nvr.daemon.command;

import picocli.CommandLine.Command;

/** The footage. */
@Command(
        name = "footage",
        subcommands = {FootageList.class})
final class FootageCommand extends GroupCommand {}

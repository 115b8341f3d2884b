package tw.nvr.daemon.command;

import picocli.CommandLine.Command;

/** The footage volume. */
@Command(
        name = "storage",
        subcommands = {StorageInit.class, StorageStatusShow.class, StorageVerify.class, StorageReindex.class})
final class StorageCommand extends GroupCommand {}

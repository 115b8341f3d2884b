package tw.nvr.daemon.command;

import picocli.CommandLine.Command;

/** The audit chain. */
@Command(
        name = "audit",
        subcommands = {AuditVerify.class})
final class AuditCommand extends GroupCommand {}

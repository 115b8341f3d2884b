package tw.nvr.daemon.command;

import picocli.CommandLine.Command;

/** The cameras. */
@Command(
        name = "camera",
        subcommands = {
            CameraSimulate.class,
            CameraListCommand.class,
            CameraAdd.class,
            CameraSet.class,
            CameraTrust.class,
            CameraRemove.class
        })
final class CameraCommand extends GroupCommand {}

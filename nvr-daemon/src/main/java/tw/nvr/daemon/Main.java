package tw.nvr.daemon;

import tw.nvr.daemon.command.Cli;
import tw.nvr.daemon.output.Terminal;
import tw.nvr.daemon.systemd.LastingLogManager;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Carries out the command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Before anything logs: the log must outlive the JDK's own shutdown hook.
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
        Terminal terminal = Terminal.ofThisProcess();
        int code = Cli.ofThisProcess(terminal).run(args);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(code);
    }
}

package tw.nvr.daemon.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command reads and writes: data on {@code out}, talk on {@code err}. Owned by the command's thread.
 *
 * @param environment variables of the process
 * @param interactive whether a person can be asked: input and talk are a terminal
 * @param visible whether a person looks at it: output and talk are a terminal
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> environment,
        boolean interactive,
        boolean visible) {
    /** The streams of this process, written in UTF-8 whatever the locale says: camera names are Chinese. */
    public static Terminal ofThisProcess() {
        boolean talk = isTerminal(2);
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                System.in,
                System.getenv(),
                talk && isTerminal(0),
                talk && isTerminal(1));
    }

    /** Colour only for people, and not where they said that they do not want it (no-color.org). */
    public boolean colour() {
        return visible
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** What the kernel says it is; the JDK's console is there in newer versions even when nobody is. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false; // closed, or hidden: nobody can be asked or look
        }
    }
}

package tw.nvr.daemon.command;

import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** Passwords come by prompt or from standard input, never as a word of the command, which every user of the box can see. */
final class PasswordInput {
    private static final int LONGEST = 256;

    private PasswordInput() {}

    /**
     * Reads one password.
     *
     * @param fromInput the first line of standard input, without asking
     * @throws tw.nvr.core.problem.ProblemException {@code password-needed} when nobody can be asked, or
     *     {@code password-empty}
     */
    static char[] read(Session session, boolean fromInput, String user) {
        char[] password = fromInput ? line(session) : prompt(session, user);
        if (password == null || password.length == 0) {
            throw Problem.of(ProblemKind.USAGE, "password-empty").exception();
        }
        return password;
    }

    private static char[] prompt(Session session, String user) {
        // In Java 17 there is no console when the output goes elsewhere, even if a person sits at the input.
        Optional<Console> console = Optional.ofNullable(System.console());
        if (!session.terminal().interactive() || console.isEmpty()) {
            throw Problem.of(ProblemKind.USAGE, "password-needed").exception();
        }
        return console.get().readPassword("%s", session.texts().get("camera.password", user));
    }

    private static char[] line(Session session) {
        char[] buffer = new char[LONGEST];
        int length = 0;
        // Not closed: standard input is not this command's to close.
        Reader reader = new InputStreamReader(session.terminal().in(), StandardCharsets.UTF_8);
        try {
            for (int c = reader.read(); c >= 0 && c != '\n'; c = reader.read()) {
                if (length == LONGEST) {
                    throw Problem.of(ProblemKind.USAGE, "password-long", LONGEST)
                            .exception();
                }
                buffer[length++] = (char) c;
            }
            if (length > 0 && buffer[length - 1] == '\r') {
                length--;
            }
            return Arrays.copyOf(buffer, length);
        } catch (IOException e) {
            throw Problem.of(ProblemKind.USAGE, "password-needed").exception(e);
        } finally {
            Arrays.fill(buffer, '\0');
        }
    }
}

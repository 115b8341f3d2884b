package tw.nvr.daemon.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks chronyd whether it keeps the clock right ({@code chronyc -c tracking}): without its option {@code rtcsync} the kernel
 * does not know. Waits up to two seconds, so it is not for a thread that must not wait. Stateless.
 */
final class Chrony {
    private static final int FIELDS = 14;
    private static final int STRATUM = 2;
    private static final int LEAP_STATUS = 13;

    /** Reference id of the box's own oscillator ({@code local} in chrony.conf): nobody outside vouches for it. */
    private static final String OWN = "7F7F0101";

    private Chrony() {}

    /** Whether chronyd runs here and is synchronised; false when it cannot be asked. */
    static boolean synchronised() {
        return synchronised(List.of("chronyc", "-n", "-c", "tracking"));
    }

    static boolean synchronised(List<String> command) {
        try {
            Process p = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                p.getOutputStream().close();
                // Its one line fits the pipe, so it ends without being read.
                return p.waitFor(2, TimeUnit.SECONDS)
                        && p.exitValue() == 0
                        && says(new String(p.getInputStream().readNBytes(4096), StandardCharsets.US_ASCII));
            } finally {
                p.destroyForcibly();
            }
        } catch (IOException e) {
            return false; // there is no chronyc
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What a line of {@code tracking} says: id, name, stratum, …, leap status. */
    static boolean says(String line) {
        String[] field = line.strip().split(",", -1);
        return field.length == FIELDS
                && !field[0].equalsIgnoreCase(OWN)
                && !field[STRATUM].equals("0")
                && !field[LEAP_STATUS].equalsIgnoreCase("Not synchronised");
    }
}

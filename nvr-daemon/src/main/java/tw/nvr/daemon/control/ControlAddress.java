package tw.nvr.daemon.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Where the control socket lies: in the run directory, or, when that path is longer than a socket's may be (unix(7): 107
 * bytes), in a private folder of the system's temporary directory whose name follows from the run directory. Stateless.
 */
public final class ControlAddress {
    private static final String NAME = "control.sock";
    private static final int LONGEST_PATH = 107;

    private ControlAddress() {}

    /**
     * The socket's path for a run directory, which both sides find alike.
     *
     * @param run the run directory, which need not exist
     */
    public static Path of(Path run) {
        Path direct = run.toAbsolutePath().normalize().resolve(NAME);
        if (direct.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
            return direct;
        }
        return Path.of("/tmp", "nvr-" + digest(run.toAbsolutePath().normalize().toString()), NAME);
    }

    /**
     * Makes the folder of the socket, open to its owner alone, or uses the one that the service manager made.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code control-folder} when it cannot be had or is somebody else's
     */
    static void prepareFolder(Path socket) {
        Path folder = socket.getParent();
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(folder.getParent());
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            if (!owner.equals(self)) {
                throw Problem.of(ProblemKind.REFUSED, "control-folder", folder).exception();
            }
        } catch (IOException e) {
            throw Problem.of(ProblemKind.REFUSED, "control-folder", folder).exception(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

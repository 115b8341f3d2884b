package tw.nvr.storage.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small ext4 disk in a file, mounted through a loop device, that can be pulled, made read-only or lose its power. */
final class LoopDisk implements AutoCloseable {
    private final Path image;
    private final Path mount;
    private boolean frozen;

    private LoopDisk(Path image, Path mount) {
        this.image = image;
        this.mount = mount;
    }

    /** Makes and mounts one; skips the test where that is not possible. */
    static LoopDisk of(Path folder, String size) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "breaking disks needs root");
        for (String tool : List.of("/usr/sbin/mkfs.ext4", "/usr/sbin/xfs_io", "/usr/sbin/losetup")) {
            assumeTrue(Files.isExecutable(Path.of(tool)), tool + " is not installed");
        }
        Path image = folder.resolve("disk.img");
        Path mount = Files.createDirectories(folder.resolve("mnt"));
        run("truncate", "-s", size, image.toString());
        run("/usr/sbin/mkfs.ext4", "-qF", "-m0", image.toString());
        LoopDisk disk = new LoopDisk(image, mount);
        assumeTrue(disk.tryMount(), "loop devices cannot be mounted here");
        return disk;
    }

    Path path() {
        return mount;
    }

    private boolean tryMount() throws IOException {
        return exit("mount", "-o", "loop,errors=remount-ro", image.toString(), mount.toString()) == 0;
    }

    void mount() throws IOException {
        run("mount", "-o", "loop,errors=remount-ro", image.toString(), mount.toString());
    }

    /** As when the plug is pulled: the path shows the bare directory from now on. */
    void pull() throws IOException {
        run("umount", "-l", mount.toString());
    }

    /** Power cut: what was not synced is gone. */
    void cutPower() throws IOException {
        run("/usr/sbin/xfs_io", "-x", "-c", "shutdown", mount.toString());
    }

    /** The kernel takes the file system for damaged and makes it read-only under its writers. */
    void turnReadOnly() throws IOException {
        String device = output("findmnt", "-no", "SOURCE", mount.toString()).strip();
        Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error");
        assumeTrue(Files.exists(trigger), "this kernel has no trigger_fs_error");
        Files.writeString(trigger, "x");
    }

    /** Every write waits in the kernel until {@link #thaw}, as on a disk that does not answer. */
    void freeze() throws IOException {
        frozen = true;
        run("/usr/sbin/xfs_io", "-x", "-c", "freeze", mount.toString());
    }

    void thaw() throws IOException {
        if (frozen) {
            frozen = false;
            run("/usr/sbin/xfs_io", "-x", "-c", "thaw", mount.toString());
        }
    }

    void unmount() throws IOException {
        run("umount", mount.toString());
    }

    @Override
    public void close() throws IOException {
        thaw();
        exit("umount", "-l", mount.toString());
        exit("umount", "-l", mount.toString());
    }

    private static void run(String... command) throws IOException {
        if (exit(command) != 0) {
            throw new IOException(Arrays.toString(command) + " failed");
        }
    }

    private static int exit(String... command) throws IOException {
        Process p = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!p.waitFor(20, TimeUnit.SECONDS)) {
                throw new IOException(Arrays.toString(command) + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(Arrays.toString(command) + " was interrupted", e);
        } finally {
            p.destroyForcibly();
        }
        return p.exitValue();
    }

    private static String output(String... command) throws IOException {
        Process p = new ProcessBuilder(command).start();
        return new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

package tw.nvr.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** What a kill leaves: a copy of a volume at the very moment, while its recorder goes on. */
public final class Crash {
    private Crash() {}

    /** Copies everything but the running process's claim. */
    public static Path copy(Path volume, Path to) throws IOException {
        Files.walkFileTree(volume, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attrs) throws IOException {
                Files.createDirectories(to.resolve(volume.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attrs) throws IOException {
                if (!file.getFileName().toString().equals("holder")) {
                    Files.copy(file, to.resolve(volume.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }
}

package tw.nvr.daemon.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real fixed-camera clips that lie beside the repository where they lie at all. */
final class Clips {
    private Clips() {}

    /** Baseline without B-frames, 12.5 pictures a second, key frame every 4.8 s, AAC. */
    static Path cars() {
        return clip("car-detection.mp4");
    }

    /** Main with B-frames, 10 pictures a second, key frame every second, no sound. */
    static Path persons() {
        return clip("one-by-one-person-detection.mp4");
    }

    private static Path clip(String name) {
        Path file = Path.of(System.getProperty("nvr.repository"))
                .resolve("../shared/media")
                .resolve(name)
                .normalize();
        assumeTrue(Files.isReadable(file), "the clip " + name + " is not beside this repository");
        return file;
    }
}

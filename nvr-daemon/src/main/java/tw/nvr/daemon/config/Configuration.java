package tw.nvr.daemon.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;

/**
 * What stands in {@code nvr.toml}. Immutable. The record's components are the file's keys, with hyphens for capitals; the
 * shipped file equals {@link #defaults}. Cameras, people and requests are not here: they live in {@code records.db}.
 *
 * @param language of the service's own words and of commands that do not say {@code --lang}
 * @param institution name of the institution, shown on every page; empty until somebody enters it
 * @param zone of days, hours and file names
 */
public record Configuration(
        Locale language,
        @Between(min = "0", max = "60") String institution,
        ZoneId zone,
        Data data,
        Storage storage,
        Console console) {
    /** Where an installed box keeps its configuration. */
    public static final Path SYSTEM_FILE = Path.of("/etc/nvr/nvr.toml");

    /**
     * State that is not footage.
     *
     * @param directory holds {@code records.db}, its key and the lock
     * @param run holds the control socket
     */
    public record Data(Path directory, Path run) {}

    /**
     * Footage.
     *
     * @param volume root of the footage volume
     * @param segment wanted length of a segment
     * @param reserve free space that the recorder leaves on the volume
     */
    public record Storage(
            Path volume,
            @Between(min = "1m", max = "60m") Duration segment,
            @Between(min = "64 MiB", max = "1 TiB") Size reserve) {}

    /**
     * The web console.
     *
     * @param bind address that it listens on; only the box itself until sign-in exists
     * @param port 0 for a free one
     */
    public record Console(
            Loopback bind,
            @Between(min = "0", max = "65535") int port) {}

    /** What holds where the file says nothing, on an installed box. */
    public static Configuration defaults() {
        return new Configuration(
                Locale.TRADITIONAL_CHINESE,
                "",
                ZoneId.of("Asia/Taipei"),
                new Data(Path.of("/var/lib/nvr"), Path.of("/run/nvr")),
                new Storage(Path.of("/srv/nvr"), Duration.ofMinutes(5), Size.mebibytes(1024)),
                new Console(Loopback.IPV4, 8787));
    }

    /** What holds where the file says nothing, with everything in one directory ({@code --dir}). */
    public static Configuration defaultsIn(Path directory) {
        Configuration d = defaults();
        Path root = directory.toAbsolutePath().normalize();
        return new Configuration(
                d.language,
                d.institution,
                d.zone,
                new Data(root, root.resolve("run")),
                new Storage(root, d.storage.segment, d.storage.reserve),
                d.console);
    }

    /** The same with another reserve. */
    public Configuration withReserve(Size reserve) {
        return new Configuration(
                language, institution, zone, data, new Storage(storage.volume, storage.segment, reserve), console);
    }

    /** The same with the console on another port. */
    public Configuration withPort(int port) {
        return new Configuration(language, institution, zone, data, storage, new Console(console.bind, port));
    }
}

package tw.nvr.capture.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.javacpp.Loader;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;

/**
 * The one place where ffmpeg's shared libraries enter the process: once, when first needed. Thread-safe.
 *
 * <p>javacpp unpacks the libraries into a cache folder, and where that cannot be written it falls back without a word to
 * a guessable folder for temporary files, a bad place for code that will be loaded. So the folder is settled and tried
 * here first.
 */
public final class Natives {
    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final String PATHS_FIRST_PROPERTY = "org.bytedeco.javacpp.pathsFirst";

    private Natives() {}

    /**
     * Settles the folder that the libraries are unpacked into. Has an effect only before the first {@link #load}, and none
     * when the person who started the program has named a folder with {@code -Dorg.bytedeco.javacpp.cachedir}.
     *
     * @param folder made when missing, readable by its owner only
     */
    public static void cacheUnder(Path folder) {
        if (System.getProperty(CACHE_PROPERTY) == null) {
            System.setProperty(CACHE_PROPERTY, folder.toAbsolutePath().toString());
        }
    }

    /**
     * Loads the libraries unless that was done before.
     *
     * @throws ProblemException {@code ffmpeg-missing}, the same at every call: what failed once stays failed until restart
     */
    public static void load() {
        Once.FAILURE.ifPresent(failure -> {
            throw Problem.of(ProblemKind.CONFIGURATION, "ffmpeg-missing", failure.getMessage())
                    .exception(failure);
        });
    }

    /** The class initialiser is the lock and the memory: it runs once, and whoever comes meanwhile waits for it. */
    private static final class Once {
        static final Optional<Throwable> FAILURE = tryToLoad();

        private static Optional<Throwable> tryToLoad() {
            try {
                if (!Boolean.getBoolean(PATHS_FIRST_PROPERTY)) {
                    prepare(cacheFolder());
                }
                Loader.load(avutil.class);
                Loader.load(swresample.class);
                Loader.load(avcodec.class);
                Loader.load(avformat.class);
                // ffmpeg's own words may hold addresses with passwords: they never reach our log
                avutil.av_log_set_level(avutil.AV_LOG_QUIET);
                return Optional.empty();
            } catch (IOException | LinkageError | RuntimeException e) {
                return Optional.of(e);
            }
        }

        private static Path cacheFolder() {
            String named = System.getProperty(CACHE_PROPERTY);
            return named != null ? Path.of(named) : Path.of(System.getProperty("user.home"), ".javacpp", "cache");
        }

        private static void prepare(Path folder) throws IOException {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
                throw new IOException("cannot write " + folder);
            }
        }
    }
}

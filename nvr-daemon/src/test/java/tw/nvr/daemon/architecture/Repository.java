package tw.nvr.daemon.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository as the architecture tests see it: compiled classes of all modules, and their source files. */
final class Repository {
    static final List<String> MODULES = List.of("core", "capture", "storage", "web", "daemon");

    /** Main classes of all modules; read once, because that takes seconds. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("tw.nvr");

    private Repository() {}

    /** Java files under {@code src/main/java} of all modules. */
    static List<Path> mainSources() {
        return MODULES.stream()
                .flatMap(m -> javaFiles(folder(m, "src/main/java")))
                .toList();
    }

    /** Java files under {@code src/test/java} of all modules. */
    static List<Path> testSources() {
        return MODULES.stream()
                .flatMap(m -> javaFiles(folder(m, "src/test/java")))
                .toList();
    }

    /** A module's message file in a language, {@code zh_TW} or {@code en}. */
    static Path messages(String module, String language) {
        return folder(module, "src/main/resources/tw/nvr/" + module + "/messages_" + language + ".properties");
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's name within the repository, for messages. */
    static String name(Path file) {
        return root().relativize(file).toString();
    }

    private static Path folder(String module, String path) {
        return root().resolve("nvr-" + module).resolve(path);
    }

    /** The build says where it is; an editor starts tests inside a module. */
    private static Path root() {
        String told = System.getProperty("nvr.repository");
        if (told != null) {
            return Path.of(told).toAbsolutePath();
        }
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("nvr-core"))) {
            here = here.getParent();
        }
        return here;
    }

    private static Stream<Path> javaFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

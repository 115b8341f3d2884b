package tw.nvr.daemon.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** Reads {@code nvr.toml}. Stateless. */
public final class ConfigurationFile {
    /** Its name in a data directory. */
    public static final String NAME = "nvr.toml";

    private static final long LARGEST = 1 << 20;

    private ConfigurationFile() {}

    /**
     * Reads a file over the defaults.
     *
     * @param defaults what holds where the file says nothing
     * @throws ConfigurationException with every mistake of the file
     * @throws tw.nvr.core.problem.ProblemException {@code config-missing} or {@code config-unreadable}
     */
    public static Configuration read(Path file, Configuration defaults) {
        String text;
        try {
            if (Files.size(file) > LARGEST) {
                throw unreadable(file, "> 1 MiB", null);
            }
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw Problem.of(ProblemKind.CONFIGURATION, "config-missing", file).exception(e);
        } catch (CharacterCodingException e) {
            throw unreadable(file, "UTF-8", e);
        } catch (IOException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), e);
        }
        return parse(file, text, defaults);
    }

    /** The same from a text; {@code file} is only named. */
    static Configuration parse(Path file, String text, Configuration defaults) {
        TomlParseResult toml = Toml.parse(text);
        List<Mistake> mistakes = new ArrayList<>();
        for (TomlParseError error : toml.errors()) {
            String first =
                    String.valueOf(error.getMessage()).lines().findFirst().orElse("");
            mistakes.add(new Mistake(error.position().line(), "", "syntax", List.of(first), ""));
        }
        Configuration bound = new RecordBinder(toml, mistakes).bind(Configuration.class, defaults);
        if (!mistakes.isEmpty()) {
            mistakes.sort(Comparator.comparingInt(Mistake::line));
            throw new ConfigurationException(file, mistakes);
        }
        return bound;
    }

    private static RuntimeException unreadable(Path file, String why, Throwable cause) {
        return Problem.of(ProblemKind.CONFIGURATION, "config-unreadable", file, why)
                .exception(cause);
    }
}

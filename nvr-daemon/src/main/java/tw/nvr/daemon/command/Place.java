package tw.nvr.daemon.command;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.config.ConfigurationFile;

/** The options of every command that say where the data lie and how to speak. Filled by the command line's parser. */
final class Place {
    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Where where;

    @SuppressWarnings("unused") // the parser acts on it
    @Option(names = "--lang", paramLabel = "LANG", descriptionKey = "nvr.lang")
    private String language;

    @SuppressWarnings("unused") // the parser acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            descriptionKey = "nvr.help")
    private boolean help;

    /** One directory, or a configuration file; without either, the installed box. */
    static final class Where {
        @Option(names = "--dir", paramLabel = "DIR", descriptionKey = "nvr.dir")
        private Path directory;

        @Option(names = "--config", paramLabel = "FILE", descriptionKey = "nvr.config")
        private Path file;
    }

    /**
     * The configuration that holds there, whose language the session takes.
     *
     * @throws tw.nvr.daemon.config.ConfigurationException with every mistake of the file
     */
    Configuration configuration(Session session) {
        Configuration read = read();
        session.configuredLanguage(read.language());
        return read;
    }

    /** The file that is read: given, of the directory, or the box's; it need not exist in the last two cases. */
    Path file() {
        if (where != null && where.file != null) {
            return where.file.toAbsolutePath().normalize();
        }
        return where == null
                ? Configuration.SYSTEM_FILE
                : where.directory.toAbsolutePath().normalize().resolve(ConfigurationFile.NAME);
    }

    /** What holds where the file says nothing. */
    Configuration defaults() {
        return where == null || where.directory == null
                ? Configuration.defaults()
                : Configuration.defaultsIn(where.directory);
    }

    /** Whether the file was named, so that it must be there. */
    boolean fileNamed() {
        return where != null && where.file != null;
    }

    /**
     * The same, of a data directory that is there.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code data-missing}
     */
    Configuration existing(Session session) {
        Configuration read = configuration(session);
        if (!Files.isDirectory(read.data().directory())) {
            throw Problem.of(ProblemKind.NOT_FOUND, "data-missing", read.data().directory())
                    .exception();
        }
        return read;
    }

    private Configuration read() {
        Path file = file();
        return fileNamed() || Files.exists(file) ? ConfigurationFile.read(file, defaults()) : defaults();
    }
}

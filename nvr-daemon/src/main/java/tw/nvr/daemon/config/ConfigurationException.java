package tw.nvr.daemon.config;

import java.nio.file.Path;
import java.util.List;

/** A configuration file with mistakes: all of them. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final transient List<Mistake> mistakes;

    ConfigurationException(Path file, List<Mistake> mistakes) {
        super(file + " has " + mistakes.size() + " mistakes");
        this.file = file;
        this.mistakes = List.copyOf(mistakes);
    }

    public Path file() {
        return file;
    }

    /** By line. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}

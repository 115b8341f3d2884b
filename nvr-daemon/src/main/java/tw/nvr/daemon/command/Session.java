package tw.nvr.daemon.command;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.Ticker;
import tw.nvr.daemon.output.Terminal;
import tw.nvr.daemon.output.Words;

/**
 * What one call of the program has at hand: its terminal, its clocks, its language. Owned by the command's thread.
 */
public final class Session {
    private final Terminal terminal;
    private final InstantSource wall;
    private final Ticker ticker;
    private final Optional<Locale> asked;
    private Texts texts;

    Session(Terminal terminal, InstantSource wall, Ticker ticker, Optional<Locale> asked) {
        this.terminal = terminal;
        this.wall = wall;
        this.ticker = ticker;
        this.asked = asked;
        this.texts = Words.in(asked.orElse(Texts.ZH_TW));
    }

    Terminal terminal() {
        return terminal;
    }

    InstantSource wall() {
        return wall;
    }

    Ticker ticker() {
        return ticker;
    }

    Texts texts() {
        return texts;
    }

    /** Takes the configured language, unless the person asked for one. */
    void configuredLanguage(Locale locale) {
        if (asked.isEmpty()) {
            texts = Words.in(locale);
        }
    }

    /** A line of talk. */
    void say(String key, Object... arguments) {
        terminal.err().println(texts.get(key, arguments));
    }
}

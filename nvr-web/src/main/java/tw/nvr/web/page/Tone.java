package tw.nvr.web.page;

import java.util.Locale;

/** How a statement is meant. Each has an icon and a colour, and stands beside a word: colour alone says nothing. */
public enum Tone {
    GOOD("ok"),
    ATTENTION("warn"),
    SERIOUS("bad"),
    INFO("info"),
    PLAIN("plan");

    private final String icon;

    Tone(String icon) {
        this.icon = icon;
    }

    /** Name of its symbol in the page's sprite. */
    public String icon() {
        return icon;
    }

    /** Ending of its CSS classes. */
    public String css() {
        return name().toLowerCase(Locale.ROOT);
    }
}

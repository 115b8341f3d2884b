package tw.nvr.web.page;

/** A few words and how they are meant: a status sentence, a tag, a figure. Immutable. */
public record Said(Tone tone, String words) {
    public static Said good(String words) {
        return new Said(Tone.GOOD, words);
    }

    public static Said attention(String words) {
        return new Said(Tone.ATTENTION, words);
    }

    public static Said serious(String words) {
        return new Said(Tone.SERIOUS, words);
    }

    public static Said info(String words) {
        return new Said(Tone.INFO, words);
    }

    public static Said plain(String words) {
        return new Said(Tone.PLAIN, words);
    }
}

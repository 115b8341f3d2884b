package tw.nvr.core.viewing;

import java.util.regex.Pattern;

/** Names a look in addresses: 128 random bits as 32 hex digits; whoever knows it may fetch what the look allows. */
public record LookId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    public LookId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a look id");
        }
    }

    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }
}

package tw.nvr.daemon.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An input, eaten from the front; behind its end come zeros. Not thread-safe. */
public final class Bites {
    private final byte[] input;
    private int at;

    public Bites(byte[] input) {
        this.input = input;
    }

    public boolean more() {
        return at < input.length;
    }

    /** The next byte, 0 to 255. */
    public int one() {
        return at < input.length ? input[at++] & 0xff : 0;
    }

    /** The next two bytes as a number, 0 to 65535. */
    public int two() {
        return one() << 8 | one();
    }

    /** So many bytes, or what is left. */
    public byte[] some(int count) {
        int to = Math.min(input.length, at + count);
        byte[] out = Arrays.copyOfRange(input, at, to);
        at = to;
        return out;
    }

    /** A stretch behind its length in two bytes. */
    public byte[] stretch() {
        return some(two());
    }

    public byte[] rest() {
        return some(input.length - at);
    }

    public String restAsText() {
        return new String(rest(), StandardCharsets.UTF_8);
    }
}

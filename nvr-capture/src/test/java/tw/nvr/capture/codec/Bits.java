package tw.nvr.capture.codec;

/** Writes bits one behind the other, for test material. */
public final class Bits {
    private final StringBuilder text = new StringBuilder();

    public Bits put(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            text.append(value >> i & 1);
        }
        return this;
    }

    /** Unsigned Exp-Golomb code (H.264 9.1). */
    public Bits ue(int value) {
        int length = 32 - Integer.numberOfLeadingZeros(value + 1);
        return put(0, length - 1).put(value + 1, length);
    }

    public Bits put(byte[] bytes) {
        for (byte b : bytes) {
            put(b, 8);
        }
        return this;
    }

    /** The last byte is filled with zeros. */
    public byte[] bytes() {
        byte[] out = new byte[(text.length() + 7) / 8];
        for (int i = 0; i < text.length(); i++) {
            out[i / 8] |= (byte) ((text.charAt(i) - '0') << 7 - i % 8);
        }
        return out;
    }
}

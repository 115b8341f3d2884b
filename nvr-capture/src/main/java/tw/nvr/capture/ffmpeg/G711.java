package tw.nvr.capture.ffmpeg;

/** Expands the eight bits of G.711 (ITU-T G.711 tables 1 and 2). Immutable. */
final class G711 {
    private G711() {}

    /** Sample value between -1 and 1 of every A-law code. */
    static float[] aLaw() {
        float[] values = new float[256];
        for (int code = 0; code < 256; code++) {
            int c = code ^ 0x55;
            int exponent = c >> 4 & 7;
            int mantissa = c & 0x0f;
            int magnitude = exponent == 0 ? (mantissa << 4) + 8 : (mantissa << 4) + 0x108 << exponent - 1;
            values[code] = ((c & 0x80) != 0 ? magnitude : -magnitude) / 32_768f;
        }
        return values;
    }

    /** Sample value between -1 and 1 of every µ-law code. */
    static float[] muLaw() {
        float[] values = new float[256];
        for (int code = 0; code < 256; code++) {
            int c = ~code & 0xff;
            int magnitude = (((c & 0x0f) << 3) + 0x84 << (c >> 4 & 7)) - 0x84;
            values[code] = ((c & 0x80) != 0 ? -magnitude : magnitude) / 32_768f;
        }
        return values;
    }
}

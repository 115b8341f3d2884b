package tw.nvr.capture.simulated;

import java.util.Arrays;

/** A picture in planar YUV 4:2:0 to draw on. Used by one thread at a time. */
final class Canvas {
    final int width;
    final int height;
    private final byte[][] planes;

    /** A dark picture; width and height are even. */
    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        planes = new byte[][] {new byte[width * height], new byte[width * height / 4], new byte[width * height / 4]};
    }

    /** Y, U and V without padding. */
    byte[][] planes() {
        return planes;
    }

    /** Takes over another picture of the same size. */
    void copy(Canvas other) {
        for (int i = 0; i < planes.length; i++) {
            System.arraycopy(other.planes[i], 0, planes[i], 0, planes[i].length);
        }
    }

    /** Fills a rectangle, cut at the picture's edges. */
    void fill(int left, int top, int w, int h, Colour colour) {
        int fromX = Math.max(0, left);
        int toX = Math.min(width, left + w);
        int fromY = Math.max(0, top);
        int toY = Math.min(height, top + h);
        if (fromX >= toX) {
            return;
        }
        for (int y = fromY; y < toY; y++) {
            Arrays.fill(planes[0], y * width + fromX, y * width + toX, (byte) colour.y());
        }
        for (int y = fromY / 2; y < (toY + 1) / 2; y++) {
            int row = y * (width / 2);
            Arrays.fill(planes[1], row + fromX / 2, row + (toX + 1) / 2, (byte) colour.u());
            Arrays.fill(planes[2], row + fromX / 2, row + (toX + 1) / 2, (byte) colour.v());
        }
    }

    /** Fills a disc, cut at the picture's edges. */
    void disc(int centreX, int centreY, int radius, Colour colour) {
        for (int dy = -radius; dy <= radius; dy++) {
            int half = (int) Math.sqrt((double) radius * radius - (double) dy * dy);
            fill(centreX - half, centreY + dy, 2 * half + 1, 1, colour);
        }
    }

    /**
     * Writes a line of text on a dark ground.
     *
     * @param dot side of a glyph's dot in pixels
     */
    void write(String text, int left, int top, int dot) {
        int w = text.length() * Glyphs.ADVANCE * dot;
        fill(left, top, w + 3 * dot, (Glyphs.HEIGHT + 4) * dot, Colour.BLACK);
        for (int i = 0; i < text.length(); i++) {
            for (int y = 0; y < Glyphs.HEIGHT; y++) {
                for (int x = 0; x < Glyphs.WIDTH; x++) {
                    if (Glyphs.dot(text.charAt(i), x, y)) {
                        int column = 2 + i * Glyphs.ADVANCE + x;
                        fill(left + column * dot, top + (2 + y) * dot, dot, dot, Colour.WHITE);
                    }
                }
            }
        }
    }

    /**
     * A colour, limited range (ITU-R BT.601).
     *
     * @param y 16 to 235
     * @param u 16 to 240
     * @param v 16 to 240
     */
    record Colour(int y, int u, int v) {
        static final Colour BLACK = new Colour(16, 128, 128);
        static final Colour WHITE = new Colour(235, 128, 128);

        static Colour grey(int y) {
            return new Colour(y, 128, 128);
        }
    }
}

package tw.nvr.capture.simulated;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import tw.nvr.capture.simulated.Canvas.Colour;

/**
 * What the simulated camera sees: a corridor in which somebody walks to and fro, under the date and the time, above the
 * camera's name. The same seed, size and moment give the same picture. Used by one thread at a time.
 */
final class Scene {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.S", Locale.ROOT);
    private static final int DOORS = 5;

    private final Canvas corridor;
    private final Canvas canvas;
    private final String label;
    private final ZoneId zone;
    private final double secondsPerLap;
    private final double phase;
    private final Colour coat;

    Scene(int width, int height, String label, ZoneId zone, long seed) {
        this.canvas = new Canvas(width, height);
        this.corridor = new Canvas(width, height);
        this.label = label;
        this.zone = zone;
        Random random = new Random(seed);
        secondsPerLap = 12 + random.nextInt(12);
        phase = random.nextDouble();
        coat = new Colour(70 + random.nextInt(80), 60 + random.nextInt(140), 60 + random.nextInt(140));
        paintCorridor(random);
    }

    /**
     * Draws the picture of a moment.
     *
     * @return planes that the next call overwrites
     */
    byte[][] draw(Instant moment) {
        canvas.copy(corridor);
        walker(moment.getEpochSecond() + moment.getNano() / 1e9);
        int dot = Math.max(1, canvas.width / 320);
        canvas.write(CLOCK.format(moment.atZone(zone)), 4 * dot, 4 * dot, dot);
        if (!label.isEmpty()) {
            canvas.write(label, 4 * dot, canvas.height - (Glyphs.HEIGHT + 8) * dot, dot);
        }
        return canvas.planes();
    }

    private void walker(double seconds) {
        double lap = seconds / secondsPerLap + phase;
        double turn = Math.abs(2 * (lap - Math.floor(lap)) - 1);
        int size = canvas.height / 3;
        int x = (int) (canvas.width * (0.1 + 0.8 * turn));
        int feet = canvas.height * 9 / 10;
        int stride = (int) (size / 6.0 * Math.sin(seconds * 6));
        int leg = Math.max(2, size / 10);
        Colour trousers = Colour.grey(40);
        canvas.fill(x - leg - stride / 2, feet - size * 2 / 5, leg, size * 2 / 5, trousers);
        canvas.fill(x + stride / 2, feet - size * 2 / 5, leg, size * 2 / 5, trousers);
        canvas.fill(x - size / 7, feet - size * 4 / 5, size * 2 / 7, size * 2 / 5, coat);
        canvas.disc(x, feet - size * 9 / 10, size / 9, new Colour(170, 110, 150));
    }

    private void paintCorridor(Random random) {
        int floor = corridor.height * 7 / 10;
        for (int y = 0; y < floor; y++) {
            corridor.fill(0, y, corridor.width, 1, new Colour(150 + 50 * y / floor, 124, 130));
        }
        for (int y = floor; y < corridor.height; y++) {
            corridor.fill(0, y, corridor.width, 1, Colour.grey(130 - 50 * (y - floor) / (corridor.height - floor)));
        }
        int step = corridor.width / DOORS;
        for (int i = 0; i < DOORS; i++) {
            Colour door = new Colour(80 + random.nextInt(80), 100 + random.nextInt(40), 110 + random.nextInt(50));
            int left = i * step + step / 4;
            int top = floor - corridor.height * 4 / 10;
            corridor.fill(left, top, step / 2, floor - top, door);
            corridor.disc(left + step / 2 - step / 14, (top + floor) / 2, Math.max(1, step / 40), Colour.WHITE);
        }
        for (int x = -corridor.width; x < 2 * corridor.width; x += step / 2) {
            for (int y = floor; y < corridor.height; y += 2) {
                int lean = (x - corridor.width / 2) * (y - floor) / corridor.height;
                corridor.fill(x + lean, y, 2, 2, Colour.grey(150));
            }
        }
    }
}

package tw.nvr.capture.simulated;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The letters that the generated picture is written with: five dots wide, seven high. Immutable. */
final class Glyphs {
    static final int WIDTH = 5;
    static final int HEIGHT = 7;

    /** From one letter to the next. */
    static final int ADVANCE = WIDTH + 1;

    private static final String DRAWN = """
            0 01110 10001 10011 10101 11001 10001 01110
            1 00100 01100 00100 00100 00100 00100 01110
            2 01110 10001 00001 00110 01000 10000 11111
            3 11110 00001 00001 01110 00001 00001 11110
            4 00010 00110 01010 10010 11111 00010 00010
            5 11111 10000 11110 00001 00001 10001 01110
            6 00110 01000 10000 11110 10001 10001 01110
            7 11111 00001 00010 00100 01000 01000 01000
            8 01110 10001 10001 01110 10001 10001 01110
            9 01110 10001 10001 01111 00001 00010 01100
            A 00100 01010 10001 10001 11111 10001 10001
            B 11110 10001 10001 11110 10001 10001 11110
            C 01110 10001 10000 10000 10000 10001 01110
            D 11100 10010 10001 10001 10001 10010 11100
            E 11111 10000 10000 11110 10000 10000 11111
            F 11111 10000 10000 11110 10000 10000 10000
            G 01110 10001 10000 10111 10001 10001 01111
            H 10001 10001 10001 11111 10001 10001 10001
            I 01110 00100 00100 00100 00100 00100 01110
            J 00111 00010 00010 00010 00010 10010 01100
            K 10001 10010 10100 11000 10100 10010 10001
            L 10000 10000 10000 10000 10000 10000 11111
            M 10001 11011 10101 10101 10001 10001 10001
            N 10001 11001 10101 10101 10011 10001 10001
            O 01110 10001 10001 10001 10001 10001 01110
            P 11110 10001 10001 11110 10000 10000 10000
            Q 01110 10001 10001 10001 10101 10010 01101
            R 11110 10001 10001 11110 10100 10010 10001
            S 01111 10000 10000 01110 00001 00001 11110
            T 11111 00100 00100 00100 00100 00100 00100
            U 10001 10001 10001 10001 10001 10001 01110
            V 10001 10001 10001 10001 01010 01010 00100
            W 10001 10001 10001 10101 10101 11011 10001
            X 10001 01010 00100 00100 00100 01010 10001
            Y 10001 01010 00100 00100 00100 00100 00100
            Z 11111 00001 00010 00100 01000 10000 11111
            - 00000 00000 00000 11111 00000 00000 00000
            : 00000 00100 00100 00000 00100 00100 00000
            . 00000 00000 00000 00000 00000 01100 01100
            / 00001 00001 00010 00100 01000 10000 10000
            + 00000 00100 00100 11111 00100 00100 00000
            _ 00000 00000 00000 00000 00000 00000 11111
            # 01010 01010 11111 01010 11111 01010 01010
            ( 00010 00100 01000 01000 01000 00100 00010
            ) 01000 00100 00010 00010 00010 00100 01000
            , 00000 00000 00000 00000 00100 00100 01000
            ? 01110 10001 00001 00010 00100 00000 00100
            """;

    private static final Map<Character, int[]> ROWS = read();

    private Glyphs() {}

    /** Whether a letter has a dot there; small letters look like capitals, unknown ones like a question mark. */
    static boolean dot(char letter, int x, int y) {
        if (letter == ' ') {
            return false;
        }
        char capital = String.valueOf(letter).toUpperCase(Locale.ROOT).charAt(0);
        int[] rows = ROWS.getOrDefault(capital, ROWS.get('?'));
        return (rows[y] >> (WIDTH - 1 - x) & 1) != 0;
    }

    private static Map<Character, int[]> read() {
        Map<Character, int[]> glyphs = new HashMap<>();
        for (String line : DRAWN.lines().toList()) {
            String[] parts = line.split(" ", -1);
            int[] rows = new int[HEIGHT];
            for (int y = 0; y < HEIGHT; y++) {
                rows[y] = Integer.parseInt(parts[1 + y], 2);
            }
            glyphs.put(parts[0].charAt(0), rows);
        }
        return Map.copyOf(glyphs);
    }
}

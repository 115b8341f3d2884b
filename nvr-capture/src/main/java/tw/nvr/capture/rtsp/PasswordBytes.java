package tw.nvr.capture.rtsp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password in UTF-8, without a string of it left in memory. Pure function. */
final class PasswordBytes {
    private static final int LONGEST_CHARACTER = 4;

    private PasswordBytes() {}

    /** The bytes; the caller wipes them. */
    static byte[] of(char[] password) {
        byte[] room = new byte[LONGEST_CHARACTER * password.length];
        ByteBuffer out = ByteBuffer.wrap(room);
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        encoder.encode(CharBuffer.wrap(password), out, true);
        byte[] bytes = Arrays.copyOf(room, out.position());
        Arrays.fill(room, (byte) 0);
        return bytes;
    }
}

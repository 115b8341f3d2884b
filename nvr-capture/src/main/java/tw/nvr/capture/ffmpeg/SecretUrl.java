package tw.nvr.capture.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tw.nvr.core.camera.StreamAddress;

/**
 * An address with user name and password, which libavformat wants inside the address. Never becomes a string: its text
 * is made as bytes when it is needed and wiped afterwards. Thread-safe.
 */
final class SecretUrl {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private final String shown;
    private final Optional<String> user;
    private final Optional<char[]> password;

    SecretUrl(StreamAddress address, Optional<String> user, Optional<char[]> password) {
        this(address.toString(), user, password);
    }

    /** For an address of another kind, without anything secret. */
    SecretUrl(String address) {
        this(address, Optional.empty(), Optional.empty());
    }

    private SecretUrl(String shown, Optional<String> user, Optional<char[]> password) {
        this.shown = shown;
        this.user = user;
        this.password = password.map(char[]::clone);
    }

    boolean hasUser() {
        return user.isPresent();
    }

    /** The whole address, UTF-8, ending in a zero. The caller wipes it. */
    byte[] bytes() {
        int authority = shown.indexOf("://") + 3;
        Wipeable out = new Wipeable();
        if (user.isEmpty()) {
            out.writeBytes(shown.getBytes(StandardCharsets.UTF_8));
        } else {
            out.writeBytes(shown.substring(0, authority).getBytes(StandardCharsets.UTF_8));
            escape(user.get().toCharArray(), out);
            out.write(':');
            escape(password.orElse(new char[0]), out);
            out.write('@');
            out.writeBytes(shown.substring(authority).getBytes(StandardCharsets.UTF_8));
        }
        out.write(0);
        byte[] bytes = out.toByteArray();
        out.wipe();
        return bytes;
    }

    /** The address without anything secret. */
    @Override
    public String toString() {
        return shown;
    }

    /** Percent-encoding (RFC 3986 2.1). */
    private static void escape(char[] text, ByteArrayOutputStream out) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        while (utf8.hasRemaining()) {
            int b = utf8.get() & 0xff;
            if (UNRESERVED.indexOf(b) >= 0) {
                out.write(b);
            } else {
                out.write('%');
                out.write(Character.toUpperCase(Character.forDigit(b >> 4, 16)));
                out.write(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        utf8.rewind();
        while (utf8.hasRemaining()) {
            utf8.put((byte) 0);
        }
    }

    private static final class Wipeable extends ByteArrayOutputStream {
        /** A buffer that grows leaves copies behind; this one is large enough from the start. */
        Wipeable() {
            super(8192);
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}

package tw.nvr.core.camera;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a camera's TLS certificate is known by: its SHA-256 fingerprint, or that an authority vouches for the camera's name.
 * Immutable.
 *
 * @param value 64 hexadecimal digits in lower case, or {@code valid}
 */
public record CameraCertificate(String value) {
    private static final Pattern SHAPE = Pattern.compile("valid|[0-9a-f]{64}");

    /** Some authority of the system's trust store vouches for it, whichever certificate it is. */
    public static final CameraCertificate VALID = new CameraCertificate("valid");

    public CameraCertificate {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("neither a fingerprint nor valid: " + value);
        }
    }

    /**
     * The fingerprint of a certificate.
     *
     * @param der as it is encoded
     */
    public static CameraCertificate of(byte[] der) {
        try {
            return new CameraCertificate(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Reads a fingerprint as people copy it, with colons and spaces or without; empty when it is none. */
    public static Optional<CameraCertificate> fingerprint(String typed) {
        String digits = typed.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
        return digits.length() == 64 && SHAPE.matcher(digits).matches()
                ? Optional.of(new CameraCertificate(digits))
                : Optional.empty();
    }

    /** As web pages of cameras and {@code openssl} show a fingerprint: pairs in capitals, between colons. */
    @Override
    public String toString() {
        return this.equals(VALID)
                ? value
                : HexFormat.ofDelimiter(":")
                        .withUpperCase()
                        .formatHex(HexFormat.of().parseHex(value));
    }
}

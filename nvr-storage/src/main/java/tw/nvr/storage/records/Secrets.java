package tw.nvr.storage.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Encrypts the few secrets of the records: AES-256-GCM (NIST SP 800-38D) with a random IV of 96 bits, and additional data
 * that binds a secret to its place in the database, so that it opens nowhere else. Thread-safe.
 *
 * <p>The key file {@code secret.key} (mode 0600) holds 64 hex digits and a line feed. It is made once and never replaced.
 */
final class Secrets {
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final Pattern KEY_LINE = Pattern.compile("[0-9a-fA-F]{64}");

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    private Secrets(SecretKey key) {
        this.key = key;
    }

    /** Makes the key file. */
    static Secrets create(Path file) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            SyncedFiles.write(file, (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw RecordsFailure.ofFile(file, e);
        }
        return new Secrets(new SecretKeySpec(key, "AES"));
    }

    /**
     * Reads the key file and takes group and others off it.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code secret-key-unreadable} when it holds no key
     */
    static Secrets read(Path file) {
        try {
            SyncedFiles.tighten(file);
            String line = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
            if (!KEY_LINE.matcher(line).matches()) {
                throw Problem.of(ProblemKind.DAMAGED, "secret-key-unreadable", file)
                        .exception();
            }
            return new Secrets(new SecretKeySpec(HexFormat.of().parseHex(line), "AES"));
        } catch (IOException e) {
            throw RecordsFailure.ofFile(file, e);
        }
    }

    /** IV, ciphertext and tag of a secret. */
    byte[] seal(String place, char[] secret) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv, place);
            ByteBuffer box = ByteBuffer.allocate(IV_BYTES + cipher.getOutputSize(encoded.remaining()));
            box.put(iv);
            cipher.doFinal(encoded, box);
            return box.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        } finally {
            wipe(encoded);
        }
    }

    /** The secret; empty when it was sealed with another key, for another place, or was changed. */
    Optional<char[]> open(String place, byte[] box) {
        byte[] iv = Arrays.copyOf(box, IV_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, iv, place);
            byte[] plain = cipher.doFinal(box, IV_BYTES, box.length - IV_BYTES);
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(plain));
            char[] secret = new char[decoded.remaining()];
            decoded.get(secret);
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(decoded.array(), '\0');
            return Optional.of(secret);
        } catch (AEADBadTagException e) {
            // The one failure that is an answer: not ours, or not what was written.
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    private static void wipe(ByteBuffer plain) {
        plain.clear();
        while (plain.hasRemaining()) {
            plain.put((byte) 0);
        }
    }

    private Cipher cipher(int mode, byte[] iv, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}

package tw.nvr.storage.records;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** The cameras' sign-in passwords: sealed in the table {@code cameras}, the key in a file beside it. Thread-safe. */
final class CameraPasswords {
    private final RecordsDatabase database;
    private final Secrets secrets;

    private CameraPasswords(RecordsDatabase database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /**
     * Reads the key, or makes it where nothing was ever sealed.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code secret-key-missing}, {@code secret-key-unreadable}, or
     *     {@code secret-key-wrong} when it opens none of the passwords that are kept
     */
    static CameraPasswords open(RecordsDatabase database, Path keyFile) {
        List<CameraId> kept = database.read(CameraTable::withPassword);
        if (!Files.exists(keyFile)) {
            if (!kept.isEmpty()) {
                throw Problem.of(ProblemKind.CONFIGURATION, "secret-key-missing", keyFile, kept.size())
                        .exception();
            }
            return new CameraPasswords(database, Secrets.create(keyFile));
        }
        CameraPasswords passwords = new CameraPasswords(database, Secrets.read(keyFile));
        if (!kept.isEmpty() && kept.stream().noneMatch(passwords::opens)) {
            throw Problem.of(ProblemKind.CONFIGURATION, "secret-key-wrong", keyFile, kept.size())
                    .exception();
        }
        return passwords;
    }

    byte[] seal(CameraId id, char[] password) {
        return secrets.seal(place(id), password);
    }

    /**
     * A camera's password, decrypted; the caller clears the array.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code camera-password-damaged}
     */
    Optional<char[]> password(CameraId id) {
        Optional<byte[]> kept = database.read(h -> CameraTable.sealedPassword(h, id));
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        Optional<char[]> opened = secrets.open(place(id), kept.get());
        if (opened.isEmpty()) {
            throw Problem.of(ProblemKind.DAMAGED, "camera-password-damaged", id).exception();
        }
        return opened;
    }

    private boolean opens(CameraId id) {
        Optional<char[]> opened =
                database.read(h -> CameraTable.sealedPassword(h, id)).flatMap(kept -> secrets.open(place(id), kept));
        opened.ifPresent(secret -> Arrays.fill(secret, '\0'));
        return opened.isPresent();
    }

    private static String place(CameraId id) {
        return "cameras:" + id + ":password";
    }
}

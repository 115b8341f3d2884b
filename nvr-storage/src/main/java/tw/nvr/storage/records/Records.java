package tw.nvr.storage.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.time.Ticker;

/**
 * The records of an institution: cameras and the audit chain (S10), in {@code records.db} of a folder. Thread-safe.
 *
 * <p>In the folder lie {@code records.db} with its WAL, {@code secret.key}, {@code records.lock}, and after a change of
 * schema {@code records.before-schema-<n>.db}. All are readable to their owner alone.
 */
public final class Records implements AutoCloseable {
    private final AuditLog audit;
    private final CameraRegister cameras;
    private final Optional<Open> open;

    private Records(AuditLog audit, CameraRegister cameras, Optional<Open> open) {
        this.audit = audit;
        this.cameras = cameras;
        this.open = open;
    }

    /**
     * Opens the records for reading and writing, makes them where there are none, brings older ones to the present schema,
     * and starts the thread {@code records}.
     *
     * @param dir made when it is not there
     * @throws ProblemException {@code records-in-use}, {@code records-not-writable}, {@code records-disk-full},
     *     {@code records-damaged}, {@code records-foreign}, {@code records-newer}, {@code records-missing},
     *     {@code records-migration-failed}, {@code secret-key-missing}, {@code secret-key-unreadable},
     *     {@code secret-key-wrong}, or {@code records-unavailable}
     */
    public static Records open(Path dir, InstantSource wall, Ticker ticker) {
        return open(dir, wall, ticker, RecordsSchema.current());
    }

    static Records open(Path dir, InstantSource wall, Ticker ticker, RecordsSchema schema) {
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw RecordsFailure.ofFile(dir, e);
        }
        RecordsLock lock = RecordsLock.take(dir);
        try {
            return open(dir, wall, ticker, schema, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Records open(Path dir, InstantSource wall, Ticker ticker, RecordsSchema schema, RecordsLock lock) {
        Path keyFile = dir.resolve("secret.key");
        RecordsDatabase database = new RecordsDatabase(file(dir));
        if (!Files.exists(database.file())) {
            if (Files.exists(keyFile)) {
                throw Problem.of(ProblemKind.DAMAGED, "records-missing", database.file(), keyFile)
                        .exception();
            }
            schema.create(database.file());
        }
        try {
            SyncedFiles.tighten(database.file());
        } catch (IOException e) {
            throw RecordsFailure.ofFile(database.file(), e);
        }
        schema.migrate(database, schema.inspect(database), wall);
        CameraPasswords passwords = CameraPasswords.open(database, keyFile);
        RecordsWriter writer = new RecordsWriter(database, ticker);
        try {
            // An empty transaction shows now, and not at the first look, whether anything can be written.
            writer.commit(handle -> Boolean.TRUE);
            return new Records(
                    new StoredAuditLog(database, writer, wall),
                    new StoredCameras(database, writer, Optional.of(passwords), wall),
                    Optional.of(new Open(writer, lock)));
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /**
     * Opens the records for reading, also beside a running recorder. Shows the cameras as they are at this moment; changes
     * and passwords are refused with {@code records-read-only}.
     *
     * @throws ProblemException {@code records-absent}, {@code records-older}, or as {@link #open}
     */
    public static Records openReadOnly(Path dir) {
        return openReadOnly(dir, RecordsSchema.current());
    }

    static Records openReadOnly(Path dir, RecordsSchema schema) {
        RecordsDatabase database = new RecordsDatabase(file(dir));
        if (!Files.exists(database.file())) {
            throw Problem.of(ProblemKind.NOT_FOUND, "records-absent", database.file())
                    .exception();
        }
        int version = schema.inspect(database);
        if (version < schema.version()) {
            throw Problem.of(ProblemKind.CONFLICT, "records-older", database.file(), version, schema.version())
                    .exception();
        }
        Writing refused = new Writing() {
            @Override
            public <T> T commit(RecordsWriter.Change<T> change) {
                throw readOnly(database);
            }
        };
        InstantSource unused = () -> {
            throw readOnly(database);
        };
        return new Records(
                new StoredAuditLog(database, refused, unused),
                new StoredCameras(database, refused, Optional.empty(), unused),
                Optional.empty());
    }

    public AuditLog audit() {
        return audit;
    }

    public CameraRegister cameras() {
        return cameras;
    }

    /**
     * When the writing thread last finished a change or had nothing to do, in nanoseconds of the ticker; the present moment
     * while it has nothing to do.
     *
     * @throws IllegalStateException when opened for reading only
     */
    public long lastRecordsNanos() {
        return open.orElseThrow(() -> new IllegalStateException("there is no writer"))
                .writer
                .lastProgressNanos();
    }

    /**
     * Finishes what was handed in, ends the thread and gives the folder free; saying so twice changes nothing.
     *
     * @throws ProblemException {@code records-unavailable} when the thread does not end within 10 s; the folder then stays
     *     locked until the process ends
     */
    @Override
    public void close() {
        open.ifPresent(o -> {
            o.writer.close();
            o.lock.close();
        });
    }

    static ProblemException readOnly(RecordsDatabase database) {
        return Problem.of(ProblemKind.REFUSED, "records-read-only", database.file())
                .exception();
    }

    private static Path file(Path dir) {
        return dir.resolve("records.db");
    }

    /** What there is to stop. */
    private record Open(RecordsWriter writer, RecordsLock lock) {}
}

package tw.nvr.storage.records;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Makes a records database, brings an older one to the present schema, and refuses what it does not know. Immutable; used
 * on the opening thread, before there is a writer.
 *
 * @param scripts the numbered schema files in order; the first makes schema 1 out of nothing
 */
record RecordsSchema(List<String> scripts) {
    /** {@code PRAGMA application_id} of a records database: the letters NVRR. */
    static final int APPLICATION_ID = 0x4e565252;

    /** SQLite's smallest page, in bytes. It takes a shorter file for an empty database; here that is damage. */
    private static final int SMALLEST = 512;

    private static final Logger LOG = LoggerFactory.getLogger(RecordsSchema.class);
    private static final List<String> FILES = List.of("schema/0001.sql", "schema/0002.sql");

    RecordsSchema {
        scripts = List.copyOf(scripts);
    }

    /** The schema of this program. */
    static RecordsSchema current() {
        return new RecordsSchema(FILES.stream().map(RecordsSchema::resource).toList());
    }

    int version() {
        return scripts.size();
    }

    /**
     * Makes a new database beside its final name and moves it there when it is whole, so that an empty or half-made
     * {@code records.db} is always damage and never a beginning.
     */
    void create(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".new");
        try {
            for (String end : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(part.resolveSibling(part.getFileName() + end));
            }
            SyncedFiles.createEmpty(part);
            try (Handle handle = new RecordsDatabase(part).openWriter()) {
                handle.useTransaction(h -> {
                    run(h, "PRAGMA application_id = " + APPLICATION_ID);
                    apply(h, 0);
                });
            }
            SyncedFiles.moveIntoPlace(part, file);
        } catch (IOException e) {
            throw RecordsFailure.ofFile(part, e);
        } catch (JdbiException | SQLException e) {
            throw RecordsFailure.ofDatabase(part, e);
        }
    }

    /**
     * Checks that the file is a sound records database.
     *
     * @return its schema version
     * @throws tw.nvr.core.problem.ProblemException {@code records-damaged}, {@code records-foreign} or
     *     {@code records-newer}
     */
    int inspect(RecordsDatabase database) {
        Path file = database.file();
        long length = file.toFile().length();
        if (length < SMALLEST) {
            throw Problem.of(ProblemKind.DAMAGED, "records-damaged", file, length + " B")
                    .exception();
        }
        int found = database.read(h -> {
            int application = number(h, "PRAGMA application_id");
            if (application != APPLICATION_ID) {
                throw Problem.of(ProblemKind.DAMAGED, "records-foreign", file).exception();
            }
            return number(h, "PRAGMA user_version");
        });
        if (found > version()) {
            throw Problem.of(ProblemKind.CONFLICT, "records-newer", file, found, version())
                    .exception();
        }
        String verdict = database.read(
                h -> h.createQuery("PRAGMA quick_check(1)").mapTo(String.class).first());
        if (!verdict.equals("ok")) {
            throw Problem.of(ProblemKind.DAMAGED, "records-damaged", file, verdict)
                    .exception();
        }
        return found;
    }

    /**
     * Brings an older database to the present schema in one transaction, its audit event included, after a copy of it
     * was laid beside it.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code records-migration-failed}; the database is as before
     */
    void migrate(RecordsDatabase database, int from, InstantSource clock) {
        if (from == version()) {
            return;
        }
        Path backup = database.file().resolveSibling("records.before-schema-" + version() + ".db");
        try (Handle handle = database.openWriter()) {
            backUp(handle, backup, from);
            handle.useTransaction(h -> {
                apply(h, from);
                AuditTable.append(
                        h,
                        clock.instant(),
                        Actor.system("records"),
                        AuditAction.RECORDS_MIGRATED,
                        "records.db",
                        Map.of(
                                "from", Integer.toString(from),
                                "to", Integer.toString(version()),
                                "backup", backup.getFileName().toString()));
            });
        } catch (IOException e) {
            throw RecordsFailure.ofFile(backup, e);
        } catch (JdbiException | SQLException e) {
            throw Problem.of(
                            ProblemKind.INTERNAL,
                            "records-migration-failed",
                            database.file(),
                            from,
                            version(),
                            backup.getFileName())
                    .exception(e);
        }
        LOG.info("Records brought from schema {} to {}, copy of before: {}", from, version(), backup.getFileName());
    }

    private void backUp(Handle handle, Path backup, int from) throws IOException, SQLException {
        Path part = backup.resolveSibling(backup.getFileName() + ".new");
        Files.deleteIfExists(part);
        // VACUUM INTO accepts a file that exists when it is empty: so the copy is never readable to others.
        SyncedFiles.createEmpty(part);
        handle.execute("VACUUM INTO ?", part.toString());
        int copied = new RecordsSchema(scripts.subList(0, from)).inspect(new RecordsDatabase(part));
        if (copied != from) {
            throw new SQLException("the copy has schema " + copied + " instead of " + from);
        }
        SyncedFiles.moveIntoPlace(part, backup);
    }

    private void apply(Handle handle, int from) throws SQLException {
        for (int done = from; done < version(); done++) {
            run(handle, scripts.get(done));
        }
        run(handle, "PRAGMA user_version = " + version());
    }

    /** Runs a whole script; the driver's plain update takes several statements at once. */
    private static void run(Handle handle, String script) throws SQLException {
        Connection connection = handle.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(script);
        }
    }

    private static int number(Handle handle, String pragma) {
        return handle.createQuery(pragma).mapTo(Integer.class).one();
    }

    private static String resource(String name) {
        try (InputStream in = RecordsSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("schema file missing from the program: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

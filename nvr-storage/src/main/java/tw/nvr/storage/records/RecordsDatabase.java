package tw.nvr.storage.records;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;

/** One database file and how connections to it are opened. Immutable; thread-safe. */
final class RecordsDatabase {
    /** How long a connection waits for a lock that somebody else's tool holds. */
    private static final int BUSY_MILLIS = 5_000;

    private final Path file;
    private final Jdbi readers;
    private final Jdbi writers;

    RecordsDatabase(Path file) {
        this.file = file;
        this.readers = Jdbi.create(this::readingConnection);
        this.writers = Jdbi.create(this::writingConnection);
    }

    Path file() {
        return file;
    }

    /** A connection for the writing thread; the caller closes it. Every commit is on the disk when it returns. */
    Handle openWriter() {
        try {
            return writers.open();
        } catch (JdbiException e) {
            throw RecordsFailure.ofDatabase(file, e);
        }
    }

    /** Reads on a connection of its own, which never waits for the writer (WAL) and cannot change anything. */
    <T> T read(HandleCallback<T, SQLException> question) {
        try {
            return readers.withHandle(question);
        } catch (JdbiException | SQLException e) {
            throw RecordsFailure.ofDatabase(file, e);
        }
    }

    private Connection writingConnection() throws SQLException {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private Connection readingConnection() throws SQLException {
        SQLiteConfig config = common();
        config.setReadOnly(true);
        return config.createConnection("jdbc:sqlite:" + readAddress());
    }

    /**
     * A WAL database on a read-only medium cannot be opened in the usual way, because readers share a file beside it. When
     * nobody left a WAL there, nothing is missed by reading the file as it lies.
     */
    private String readAddress() {
        Path wal = file.resolveSibling(file.getFileName() + "-wal");
        boolean frozen = !Files.isWritable(file.toAbsolutePath().getParent()) && !Files.exists(wal);
        return frozen ? file.toAbsolutePath().toUri() + "?immutable=1" : file.toString();
    }

    private static SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        return config;
    }
}

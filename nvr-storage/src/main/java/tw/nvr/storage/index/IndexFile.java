package tw.nvr.storage.index;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** Opens {@code footage.db}: makes it, checks its version, sets a damaged one aside. Stateless. */
public final class IndexFile {
    /** {@code PRAGMA user_version} of the schema this program writes. */
    static final int VERSION = 2;

    private static final Logger LOG = LoggerFactory.getLogger(IndexFile.class);
    private static final int BUSY_MILLIS = 5000;

    private IndexFile() {}

    /** Opened for writing, and whether it had to be made anew. */
    public record Opened(Connection connection, boolean fresh) {}

    /**
     * Opens the index for writing; one that is missing or no database is made anew and must be filled from the journals.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code index-newer}
     * @throws SQLException when the disk refuses
     */
    public static Opened open(Path file) throws SQLException, IOException {
        boolean fresh = !Files.exists(file);
        try {
            return new Opened(prepare(file), fresh);
        } catch (SQLiteException e) {
            boolean damaged = e.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB
                    || e.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT;
            if (!damaged) {
                throw e;
            }
            LOG.error("{} is damaged and will be made again from the journals: {}", file, e.toString());
            setAside(file);
            return new Opened(prepare(file), true);
        }
    }

    /** Opens the index for reading, beside whoever writes it. */
    public static Connection openReadOnly(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static Connection prepare(Path file) throws SQLException, IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        if (Files.exists(file)) {
            // If the disk goes away right now, nothing must be made on the bare mount point.
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        Connection c = config.createConnection("jdbc:sqlite:" + file);
        try {
            migrate(c, file);
            return c;
        } catch (SQLException | IOException | RuntimeException e) {
            c.close();
            throw e;
        }
    }

    private static void migrate(Connection c, Path file) throws SQLException, IOException {
        try (Statement s = c.createStatement()) {
            int version;
            try (ResultSet r = s.executeQuery("PRAGMA user_version")) {
                version = r.getInt(1);
            }
            if (version > VERSION) {
                throw Problem.of(ProblemKind.REFUSED, "index-newer", file, version, VERSION)
                        .exception();
            }
            if (version < VERSION) {
                c.setAutoCommit(false);
                // Everything in here is in the journals too, from which recovery fills it again.
                s.executeUpdate("DROP TABLE IF EXISTS segment");
                s.executeUpdate("DROP TABLE IF EXISTS gap");
                s.executeUpdate(schema());
                s.executeUpdate("PRAGMA user_version = " + VERSION);
                c.commit();
            }
            c.setAutoCommit(false);
        }
    }

    private static String schema() throws IOException {
        try (InputStream in = IndexFile.class.getResourceAsStream("schema.sql")) {
            if (in == null) {
                throw new IOException("schema.sql is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void setAside(Path file) throws IOException {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
        Files.move(
                file,
                file.resolveSibling(file.getFileName() + ".damaged"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}

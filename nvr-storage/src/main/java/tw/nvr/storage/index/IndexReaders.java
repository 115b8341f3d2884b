package tw.nvr.storage.index;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/**
 * Read-only connections to {@code footage.db}, kept and used again. Thread-safe. Closed as a whole when the volume goes
 * away, because an open file keeps a pulled disk busy.
 */
public final class IndexReaders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexReaders.class);
    private static final int KEPT = 3;

    private final Path file;
    private final int kept;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    public IndexReaders(Path file) {
        this(file, KEPT);
    }

    private IndexReaders(Path file, int kept) {
        this.file = file;
        this.kept = kept;
    }

    /** Keeps no connection open between two questions: for who asks little and is never closed. */
    public static IndexReaders passing(Path file) {
        return new IndexReaders(file, 0);
    }

    /** Asks the index something. */
    @FunctionalInterface
    public interface Query<T> {
        T ask(Connection c) throws SQLException;
    }

    /**
     * Runs a query.
     *
     * @throws tw.nvr.core.problem.ProblemException {@code index-unreadable}
     */
    public <T> T read(Query<T> query) {
        Connection c = null;
        try {
            c = take();
            T answer = query.ask(c);
            giveBack(c);
            return answer;
        } catch (SQLException e) {
            drop(c);
            throw Problem.of(ProblemKind.UNAVAILABLE, "index-unreadable", file, String.valueOf(e.getMessage()))
                    .exception(e);
        }
    }

    private Connection take() throws SQLException {
        synchronized (this) {
            if (closed) {
                throw new SQLException("the volume is not there");
            }
            Connection c = idle.poll();
            if (c != null) {
                return c;
            }
        }
        if (!Files.exists(file)) {
            throw new SQLException("no such file");
        }
        return IndexFile.openReadOnly(file);
    }

    private void giveBack(Connection c) {
        synchronized (this) {
            if (!closed && idle.size() < kept) {
                idle.push(c);
                return;
            }
        }
        drop(c);
    }

    private static void drop(Connection c) {
        try {
            if (c != null) {
                c.close();
            }
        } catch (SQLException e) {
            LOG.warn("closing a reader of the index: {}", e.toString());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(IndexReaders::drop);
        idle.clear();
    }
}

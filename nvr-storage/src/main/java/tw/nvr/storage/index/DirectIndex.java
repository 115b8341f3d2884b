package tw.nvr.storage.index;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.storage.recovery.Recovery;

/** The index as recovery uses it while nobody else writes to it. Used by one thread; does not own the connection. */
public final class DirectIndex implements Recovery.Index {
    private final Connection connection;
    private final Path file;

    public DirectIndex(Connection connection, Path file) {
        this.connection = connection;
        this.file = file;
    }

    @Override
    public Set<String> paths(CameraId camera) {
        try {
            return Rows.paths(connection, camera);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    @Override
    public void put(Segment segment) {
        try {
            Rows.put(connection, segment);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    @Override
    public void put(Gap gap) {
        try {
            Rows.put(connection, gap);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    @Override
    public void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private ProblemException refused(SQLException e) {
        return Problem.of(ProblemKind.UNAVAILABLE, "index-unwritable", file, String.valueOf(e.getMessage()))
                .exception(e);
    }
}

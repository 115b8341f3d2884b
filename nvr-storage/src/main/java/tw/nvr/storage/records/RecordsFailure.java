package tw.nvr.storage.records;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.problem.ProblemKind;

/**
 * Says in a {@link Problem} why the records database or a file beside it could not be used. Stateless. The result codes
 * are those of <a href="https://www.sqlite.org/rescode.html">SQLite</a>; an extended code's low byte is its primary code.
 */
final class RecordsFailure {
    private RecordsFailure() {}

    /** What a failed use of the database means; a problem that is one already stays as it is. */
    static ProblemException ofDatabase(Path file, Exception failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ProblemException known) {
                return known;
            }
            if (t instanceof SQLiteException e) {
                return problem(file, e.getResultCode()).exception(failure);
            }
            if (t instanceof SQLException e) {
                return unavailable(file, String.valueOf(e.getMessage())).exception(failure);
            }
        }
        return unavailable(file, failure.getClass().getSimpleName()).exception(failure);
    }

    /** What a failed use of a file beside the database means. */
    static ProblemException ofFile(Path file, IOException failure) {
        String said = String.valueOf(failure.getMessage());
        if (failure instanceof AccessDeniedException || said.contains("Read-only file system")) {
            return Problem.of(ProblemKind.UNAVAILABLE, "records-not-writable", file)
                    .exception(failure);
        }
        if (said.contains("No space left") || said.contains("Disk quota exceeded")) {
            return Problem.of(ProblemKind.UNAVAILABLE, "records-disk-full", file)
                    .exception(failure);
        }
        return unavailable(file, said).exception(failure);
    }

    private static Problem problem(Path file, SQLiteErrorCode code) {
        int primary = primary(code);
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return Problem.of(ProblemKind.UNAVAILABLE, "records-disk-full", file);
        }
        if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return Problem.of(ProblemKind.DAMAGED, "records-damaged", file, code.name());
        }
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return Problem.of(ProblemKind.UNAVAILABLE, "records-busy", file);
        }
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code) {
            return Problem.of(ProblemKind.UNAVAILABLE, "records-not-writable", file);
        }
        return unavailable(file, code.name());
    }

    private static Problem unavailable(Path file, String reason) {
        return Problem.of(ProblemKind.UNAVAILABLE, "records-unavailable", file, reason);
    }

    private static int primary(SQLiteErrorCode code) {
        return code.code & 0xff;
    }
}

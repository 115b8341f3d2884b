package tw.nvr.storage.records;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemException;
import tw.nvr.core.time.Ticker;

/** What the tests of the records share: clocks that stand or step, a camera, and hands that reach behind the program. */
final class RecordsFixture {
    static final Instant NOW = Instant.parse("2026-11-20T08:30:05.123Z");
    static final Actor ALICE = Actor.osUser("alice");
    static final Ticker TICKER = new AtomicLong()::incrementAndGet;

    private RecordsFixture() {}

    static Records open(Path dir) {
        return Records.open(dir, InstantSource.fixed(NOW), TICKER);
    }

    static Camera camera(String id) {
        return new Camera(
                new CameraId(id),
                "正門口 " + id,
                "一樓",
                "出入口",
                StreamAddress.parse("rtsp://192.168.1.20:8554/user=admin&password=hunter2/ch1"),
                Optional.of("viewer-login"),
                CameraSource.AUTO,
                false,
                true,
                true,
                false);
    }

    static Optional<char[]> password(String text) {
        return Optional.of(text.toCharArray());
    }

    /** Runs statements on the file past the program, without foreign keys, as somebody with a tool would. */
    static void behindTheBack(Path dir, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("records.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    static void dropTriggers(Path dir) throws SQLException {
        behindTheBack(
                dir,
                "DROP TRIGGER audit_is_never_changed",
                "DROP TRIGGER audit_is_never_deleted",
                "DROP TRIGGER audit_detail_is_never_changed",
                "DROP TRIGGER audit_detail_is_never_deleted");
    }

    static Problem problemOf(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(ProblemException.class, call).problem();
    }
}

package tw.nvr.storage.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraTransport;
import tw.nvr.core.camera.StreamAddress;

/** The statements of the table {@code cameras}. Stateless. */
final class CameraTable {
    private CameraTable() {}

    /** All of them, by id: registered or removed. */
    static List<Camera> list(Handle handle, boolean removed) {
        return handle.createQuery("SELECT * FROM cameras WHERE (removed_at IS NOT NULL) = :removed ORDER BY id")
                .bind("removed", removed)
                .map(CameraTable::camera)
                .list();
    }

    static Optional<Camera> registered(Handle handle, CameraId id) {
        return handle.createQuery("SELECT * FROM cameras WHERE id = :id AND removed_at IS NULL")
                .bind("id", id.value())
                .map(CameraTable::camera)
                .findOne();
    }

    /**
     * Adds a camera; one that was removed comes back under its old id, with everything but its first registration made
     * new: its footage goes on.
     */
    static void insert(Handle handle, Camera camera, Optional<byte[]> sealedPassword, Instant at) {
        Update update =
                handle.createUpdate("INSERT INTO cameras (id, name, place, zone, address, user, password, source,"
                        + " transport, basic_allowed, audio, enabled, demo, added_at, changed_at) VALUES (:id, :name, :place, :zone,"
                        + " :address, :user, :password, :source, :transport, :basicAllowed, :audio, :enabled, :demo, :at, :at)"
                        + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, place = excluded.place,"
                        + " zone = excluded.zone, address = excluded.address, user = excluded.user,"
                        + " password = excluded.password, source = excluded.source,"
                        + " transport = excluded.transport, certificate = NULL,"
                        + " basic_allowed = excluded.basic_allowed, audio = excluded.audio, enabled = excluded.enabled,"
                        + " demo = excluded.demo, changed_at = excluded.changed_at, removed_at = NULL");
        bind(update, camera, at).bind("password", sealedPassword.orElse(null)).execute();
    }

    static void update(Handle handle, Camera camera, Instant at) {
        Update update = handle.createUpdate("UPDATE cameras SET name = :name, place = :place, zone = :zone,"
                + " address = :address, user = :user, source = :source, transport = :transport, basic_allowed = :basicAllowed, audio = :audio,"
                + " enabled = :enabled, demo = :demo, changed_at = :at WHERE id = :id AND removed_at IS NULL");
        bind(update, camera, at).execute();
    }

    /** Keeps another password, or none. */
    static void password(Handle handle, CameraId id, Optional<byte[]> sealed) {
        handle.createUpdate("UPDATE cameras SET password = :password WHERE id = :id AND removed_at IS NULL")
                .bind("id", id.value())
                .bind("password", sealed.orElse(null))
                .execute();
    }

    static Optional<CameraCertificate> certificate(Handle handle, CameraId id) {
        return handle.createQuery("SELECT certificate FROM cameras WHERE id = :id AND certificate IS NOT NULL")
                .bind("id", id.value())
                .mapTo(String.class)
                .findOne()
                .map(CameraCertificate::new);
    }

    static void certificate(Handle handle, CameraId id, Optional<CameraCertificate> known, Instant at) {
        handle.createUpdate("UPDATE cameras SET certificate = :certificate, changed_at = :at"
                        + " WHERE id = :id AND removed_at IS NULL")
                .bind("id", id.value())
                .bind("certificate", known.map(CameraCertificate::value).orElse(null))
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Marks it as removed and forgets its password and its certificate. */
    static void remove(Handle handle, CameraId id, Instant at) {
        handle.createUpdate(
                        "UPDATE cameras SET removed_at = :at, changed_at = :at, enabled = 0, password = NULL, certificate = NULL"
                                + " WHERE id = :id AND removed_at IS NULL")
                .bind("id", id.value())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** The encrypted password; empty when none is kept or the camera is not registered. */
    static Optional<byte[]> sealedPassword(Handle handle, CameraId id) {
        return handle.createQuery("SELECT password FROM cameras WHERE id = :id AND password IS NOT NULL")
                .bind("id", id.value())
                .mapTo(byte[].class)
                .findOne();
    }

    /** Cameras that have a password, by id. */
    static List<CameraId> withPassword(Handle handle) {
        return handle.createQuery("SELECT id FROM cameras WHERE password IS NOT NULL ORDER BY id")
                .map((row, context) -> new CameraId(row.getString("id")))
                .list();
    }

    private static Update bind(Update update, Camera camera, Instant at) {
        return update.bind("id", camera.id().value())
                .bind("name", camera.name())
                .bind("place", camera.place())
                .bind("zone", camera.zone())
                .bind("address", camera.address().toString())
                .bind("user", camera.user().orElse(null))
                .bind("source", camera.source().name().toLowerCase(Locale.ROOT))
                .bind("transport", camera.transport().wireName())
                .bind("basicAllowed", camera.basicAllowed())
                .bind("audio", camera.audio())
                .bind("enabled", camera.enabled())
                .bind("demo", camera.demo())
                .bind("at", at.toEpochMilli());
    }

    private static Camera camera(ResultSet row, StatementContext context) throws SQLException {
        return new Camera(
                new CameraId(row.getString("id")),
                row.getString("name"),
                row.getString("place"),
                row.getString("zone"),
                StreamAddress.parse(row.getString("address")),
                Optional.ofNullable(row.getString("user")),
                CameraSource.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
                CameraTransport.ofWireName(row.getString("transport")),
                row.getBoolean("basic_allowed"),
                row.getBoolean("audio"),
                row.getBoolean("enabled"),
                row.getBoolean("demo"));
    }
}

package tw.nvr.storage.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.footage.AudioFormat;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.footage.SegmentMark;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.TimeEvidence;
import tw.nvr.core.footage.VideoFormat;
import tw.nvr.core.time.ClockReading;
import tw.nvr.core.time.TimeRange;

/** All SQL of {@code footage.db}, on whatever connection it is given. Stateless. */
public final class Rows {
    private Rows() {}

    /** Adds or renews the row of a segment. */
    public static void put(Connection c, Segment s) throws SQLException {
        try (PreparedStatement p = c.prepareStatement("INSERT OR REPLACE INTO segment(id, camera, start_nanos,"
                + " end_nanos, run, state, marks, path, bytes, sha256, frames, codec, width, height, config,"
                + " audio_rate, audio_channels, audio_config, wall_nanos, monotonic_nanos, boot_id, clock_trusted,"
                + " claimed_offset_millis) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
            p.setString(1, s.id().value());
            p.setString(2, s.camera().value());
            p.setLong(3, nanos(s.range().start()));
            p.setLong(4, nanos(s.range().end()));
            p.setLong(5, s.run());
            p.setString(6, s.state().wireName());
            p.setString(7, marks(s.marks()));
            p.setString(8, s.path());
            p.setLong(9, s.bytes());
            p.setString(10, s.sha256().orElseThrow());
            p.setLong(11, s.frames());
            VideoFormat v = s.format().video();
            p.setString(12, v.codec().name());
            p.setInt(13, v.width());
            p.setInt(14, v.height());
            p.setBytes(15, v.decoderConfig());
            Optional<AudioFormat> a = s.format().audio();
            p.setObject(16, a.map(AudioFormat::sampleRate).orElse(null));
            p.setObject(17, a.map(AudioFormat::channels).orElse(null));
            p.setBytes(18, a.map(AudioFormat::config).orElse(null));
            putEvidence(p, s.evidence());
            p.executeUpdate();
        }
    }

    private static void putEvidence(PreparedStatement p, Optional<TimeEvidence> evidence) throws SQLException {
        Optional<ClockReading> clock = evidence.map(TimeEvidence::clock);
        p.setObject(19, clock.map(k -> nanos(k.wall())).orElse(null));
        p.setObject(20, clock.map(ClockReading::monotonicNanos).orElse(null));
        p.setString(21, clock.map(ClockReading::bootId).orElse(null));
        p.setObject(22, clock.map(k -> k.trusted() ? 1 : 0).orElse(null));
        OptionalLong claimed = evidence.map(TimeEvidence::claimedOffsetMillis).orElse(OptionalLong.empty());
        p.setObject(23, claimed.isPresent() ? claimed.getAsLong() : null);
    }

    /** Adds or renews the row of a gap that has ended. */
    public static void put(Connection c, Gap g) throws SQLException {
        try (PreparedStatement p = c.prepareStatement(
                "INSERT OR REPLACE INTO gap(camera, start_nanos, end_nanos, cause) VALUES (?,?,?,?)")) {
            p.setString(1, g.camera().value());
            p.setLong(2, nanos(g.range().start()));
            p.setLong(3, nanos(g.range().end()));
            p.setString(4, g.cause().wireName());
            p.executeUpdate();
        }
    }

    /** Segments of a camera that overlap the range, by start. */
    public static List<Segment> segments(Connection c, CameraId camera, TimeRange range) throws SQLException {
        try (PreparedStatement p = c.prepareStatement("SELECT * FROM segment WHERE camera = ? AND end_nanos > ?"
                + " AND start_nanos < ? AND state = 'sealed' ORDER BY start_nanos, id")) {
            p.setString(1, camera.value());
            p.setLong(2, nanos(range.start()));
            p.setLong(3, nanos(range.end()));
            return segments(p);
        }
    }

    /** The segment of that id; doomed ones too. */
    public static Optional<Segment> segment(Connection c, SegmentId id) throws SQLException {
        try (PreparedStatement p = c.prepareStatement("SELECT * FROM segment WHERE id = ?")) {
            p.setString(1, id.value());
            return segments(p).stream().findFirst();
        }
    }

    /** Segments whose file lies in that directory ({@code footage/<camera>/<day>}), by path. */
    public static List<Segment> inDirectory(Connection c, String directory) throws SQLException {
        try (PreparedStatement p =
                c.prepareStatement("SELECT * FROM segment WHERE path >= ? AND path < ? ORDER BY path")) {
            p.setString(1, directory + "/");
            p.setString(2, directory + "0"); // the character behind '/'
            return segments(p);
        }
    }

    /** Gaps of a camera that overlap the range, by start. */
    public static List<Gap> gaps(Connection c, CameraId camera, TimeRange range) throws SQLException {
        List<Gap> out = new ArrayList<>();
        try (PreparedStatement p = c.prepareStatement("SELECT start_nanos, end_nanos, cause FROM gap"
                + " WHERE camera = ? AND end_nanos > ? AND start_nanos < ? ORDER BY start_nanos")) {
            p.setString(1, camera.value());
            p.setLong(2, nanos(range.start()));
            p.setLong(3, nanos(range.end()));
            try (ResultSet r = p.executeQuery()) {
                while (r.next()) {
                    TimeRange t = new TimeRange(instant(r.getLong(1)), instant(r.getLong(2)));
                    out.add(new Gap(camera, t, GapCause.ofWireName(r.getString(3)), false));
                }
            }
        }
        return out;
    }

    /** First start to last end of a camera's segments. */
    public static Optional<TimeRange> extent(Connection c, CameraId camera) throws SQLException {
        try (PreparedStatement p = c.prepareStatement(
                "SELECT min(start_nanos), max(end_nanos) FROM segment WHERE camera = ? AND state = 'sealed'")) {
            p.setString(1, camera.value());
            try (ResultSet r = p.executeQuery()) {
                return r.next() && r.getObject(1) != null
                        ? Optional.of(new TimeRange(instant(r.getLong(1)), instant(r.getLong(2))))
                        : Optional.empty();
            }
        }
    }

    /** Cameras with a segment or a gap. */
    public static Set<CameraId> cameras(Connection c) throws SQLException {
        Set<CameraId> out = new HashSet<>();
        try (PreparedStatement p =
                        c.prepareStatement("SELECT DISTINCT camera FROM segment UNION SELECT camera FROM gap");
                ResultSet r = p.executeQuery()) {
            while (r.next()) {
                out.add(new CameraId(r.getString(1)));
            }
        }
        return out;
    }

    /** Paths of all segments of a camera. */
    public static Set<String> paths(Connection c, CameraId camera) throws SQLException {
        Set<String> out = new HashSet<>();
        try (PreparedStatement p = c.prepareStatement("SELECT path FROM segment WHERE camera = ?")) {
            p.setString(1, camera.value());
            try (ResultSet r = p.executeQuery()) {
                while (r.next()) {
                    out.add(r.getString(1));
                }
            }
        }
        return out;
    }

    /** Takes the rows of a camera's segments out whose paths are named. */
    public static void remove(Connection c, Set<String> paths) throws SQLException {
        try (PreparedStatement p = c.prepareStatement("DELETE FROM segment WHERE path = ?")) {
            for (String path : paths) {
                p.setString(1, path);
                p.executeUpdate();
            }
        }
    }

    static long nanos(Instant t) {
        return Math.addExact(Math.multiplyExact(t.getEpochSecond(), 1_000_000_000L), t.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    private static String marks(Set<SegmentMark> marks) {
        return marks.stream().map(SegmentMark::wireName).sorted().collect(Collectors.joining(","));
    }

    private static List<Segment> segments(PreparedStatement p) throws SQLException {
        List<Segment> out = new ArrayList<>();
        try (ResultSet r = p.executeQuery()) {
            while (r.next()) {
                out.add(segment(r));
            }
        }
        return out;
    }

    private static Segment segment(ResultSet r) throws SQLException {
        VideoFormat video = new VideoFormat(
                VideoFormat.Codec.valueOf(r.getString("codec")),
                r.getInt("width"),
                r.getInt("height"),
                r.getBytes("config"));
        Optional<AudioFormat> audio = r.getObject("audio_rate") == null
                ? Optional.empty()
                : Optional.of(new AudioFormat(
                        r.getInt("audio_rate"), r.getInt("audio_channels"), r.getBytes("audio_config")));
        String marks = r.getString("marks");
        return new Segment(
                new SegmentId(r.getString("id")),
                new CameraId(r.getString("camera")),
                new TimeRange(instant(r.getLong("start_nanos")), instant(r.getLong("end_nanos"))),
                r.getLong("run"),
                SegmentState.ofWireName(r.getString("state")),
                marks.isEmpty()
                        ? Set.of()
                        : Arrays.stream(marks.split(",", -1))
                                .map(SegmentMark::ofWireName)
                                .collect(Collectors.toSet()),
                r.getString("path"),
                r.getLong("bytes"),
                Optional.of(r.getString("sha256")),
                new StreamFormat(video, audio),
                r.getLong("frames"),
                evidence(r));
    }

    private static Optional<TimeEvidence> evidence(ResultSet r) throws SQLException {
        if (r.getObject("boot_id") == null) {
            return Optional.empty();
        }
        ClockReading clock = new ClockReading(
                instant(r.getLong("wall_nanos")),
                r.getLong("monotonic_nanos"),
                r.getString("boot_id"),
                r.getInt("clock_trusted") != 0);
        long claimed = r.getLong("claimed_offset_millis");
        return Optional.of(new TimeEvidence(clock, r.wasNull() ? OptionalLong.empty() : OptionalLong.of(claimed)));
    }
}

package tw.nvr.storage.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** Turns segments, gaps and corrections into the fields of a journal line and back. Stateless. */
public final class Entries {
    public static final String SEGMENT = "segment";
    public static final String GAP = "gap";
    public static final String CORRECTION = "correction";

    private Entries() {}

    /** A sealed segment, with the evidence of its time where there is some. */
    public static Map<String, Object> segment(Segment s) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("kind", SEGMENT);
        m.put("file", s.path().substring(s.path().lastIndexOf('/') + 1));
        m.put("bytes", s.bytes());
        m.put("sha256", s.sha256().orElseThrow());
        m.put("start", s.range().start());
        m.put("end", s.range().end());
        m.put("run", s.run());
        m.put("frames", s.frames());
        m.put("marks", s.marks().stream().map(SegmentMark::wireName).sorted().toList());
        VideoFormat v = s.format().video();
        m.put("codec", v.codec().name());
        m.put("width", v.width());
        m.put("height", v.height());
        m.put("config", Base64.getEncoder().encodeToString(v.decoderConfig()));
        s.format().audio().ifPresent(a -> {
            m.put("audioRate", a.sampleRate());
            m.put("audioChannels", a.channels());
            m.put("audioConfig", Base64.getEncoder().encodeToString(a.config()));
        });
        s.evidence().ifPresent(e -> {
            m.putAll(clock(e.clock()));
            e.claimedOffsetMillis().ifPresent(o -> m.put("claimedOffsetMillis", o));
        });
        return m;
    }

    /** The clock evidence: wall clock, elapsed time of this boot, boot, trusted or not. */
    public static Map<String, Object> clock(ClockReading clock) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("wall", clock.wall());
        m.put("monotonicNanos", clock.monotonicNanos());
        m.put("bootId", clock.bootId());
        m.put("clockTrusted", clock.trusted());
        return m;
    }

    /** The clock evidence of a line or note; empty when it has none. */
    public static Optional<ClockReading> clock(Map<String, Object> m) {
        Optional<Instant> wall = instant(m, "wall");
        Optional<Long> nanos = number(m, "monotonicNanos");
        Optional<String> boot = string(m, "bootId");
        if (wall.isEmpty() || nanos.isEmpty() || boot.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ClockReading(wall.get(), nanos.get(), boot.get(), Boolean.TRUE.equals(m.get("clockTrusted"))));
    }

    private static Optional<TimeEvidence> evidence(Map<String, Object> m) {
        Optional<Long> claimed = number(m, "claimedOffsetMillis");
        return clock(m).map(c ->
                new TimeEvidence(c, claimed.isPresent() ? OptionalLong.of(claimed.get()) : OptionalLong.empty()));
    }

    public static Map<String, Object> gap(Gap gap) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("kind", GAP);
        m.put("start", gap.range().start());
        m.put("end", gap.range().end());
        m.put("cause", gap.cause().wireName());
        return m;
    }

    /**
     * Something recovery had to do that nobody ordered.
     *
     * @param reason {@code torn-line}, {@code no-whole-fragment}, {@code unreadable-head}
     * @param file its name; {@link JournalFile#NAME} for the journal itself
     * @param bytes how many were cut off, removed or set aside
     */
    public static Map<String, Object> correction(String reason, String file, long bytes, Instant at) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("kind", CORRECTION);
        m.put("reason", reason);
        m.put("file", file);
        m.put("bytes", bytes);
        m.put("at", at);
        return m;
    }

    /**
     * The segment a line tells of.
     *
     * @param directory relative to the volume: {@code footage/<camera>/<day>}
     * @return empty when the line is of another kind or does not say enough
     */
    public static Optional<Segment> segment(CameraId camera, String directory, JournalLine line) {
        Map<String, Object> m = line.fields();
        try {
            if (!line.kind().equals(SEGMENT)) {
                return Optional.empty();
            }
            TimeRange range = new TimeRange(
                    instant(m, "start").orElseThrow(), instant(m, "end").orElseThrow());
            long run = number(m, "run").orElseThrow();
            return Optional.of(new Segment(
                    SegmentId.of(camera, range.start().toEpochMilli(), run),
                    camera,
                    range,
                    run,
                    SegmentState.SEALED,
                    marks(m),
                    directory + "/" + string(m, "file").orElseThrow(),
                    number(m, "bytes").orElseThrow(),
                    string(m, "sha256"),
                    format(m),
                    number(m, "frames").orElse(0L),
                    evidence(m)));
        } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /** The gap a line tells of; empty when the line is of another kind or does not say enough. */
    public static Optional<Gap> gap(CameraId camera, JournalLine line) {
        Map<String, Object> m = line.fields();
        try {
            if (!line.kind().equals(GAP)) {
                return Optional.empty();
            }
            TimeRange range = new TimeRange(
                    instant(m, "start").orElseThrow(), instant(m, "end").orElseThrow());
            GapCause cause = GapCause.ofWireName(string(m, "cause").orElseThrow());
            return Optional.of(new Gap(camera, range, cause, false));
        } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private static Set<SegmentMark> marks(Map<String, Object> m) {
        return m.get("marks") instanceof List<?> list
                ? list.stream()
                        .map(o -> SegmentMark.ofWireName(String.valueOf(o)))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static StreamFormat format(Map<String, Object> m) {
        VideoFormat video = new VideoFormat(
                VideoFormat.Codec.valueOf(string(m, "codec").orElseThrow()),
                Math.toIntExact(number(m, "width").orElseThrow()),
                Math.toIntExact(number(m, "height").orElseThrow()),
                base64(m, "config"));
        Optional<AudioFormat> audio = number(m, "audioRate")
                .map(rate -> new AudioFormat(
                        Math.toIntExact(rate),
                        Math.toIntExact(number(m, "audioChannels").orElseThrow()),
                        base64(m, "audioConfig")));
        return new StreamFormat(video, audio);
    }

    private static byte[] base64(Map<String, Object> m, String key) {
        return Base64.getDecoder().decode(string(m, key).orElseThrow());
    }

    private static Optional<Instant> instant(Map<String, Object> m, String key) {
        try {
            return string(m, key).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(Map<String, Object> m, String key) {
        return tw.nvr.storage.json.Json.number(m, key);
    }

    private static Optional<String> string(Map<String, Object> m, String key) {
        return tw.nvr.storage.json.Json.string(m, key);
    }
}

package tw.nvr.web.page;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.audit.AuditAction;
import tw.nvr.core.audit.AuditChain;
import tw.nvr.core.audit.AuditEvent;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraCertificate;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.CameraState;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.Gap;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentContent;
import tw.nvr.core.footage.SegmentId;
import tw.nvr.core.footage.SegmentState;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.footage.StreamFormat;
import tw.nvr.core.footage.VideoFormat;
import tw.nvr.core.health.Finding;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.core.problem.Texts;
import tw.nvr.core.time.TimeRange;
import tw.nvr.web.http.Answer;
import tw.nvr.web.http.Ask;
import tw.nvr.web.http.Page;

/** A recorder of which a test says everything: cameras, footage, gaps, findings. For one test at a time. */
final class FakeRecorder {
    static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
    static final Instant NOW = Instant.parse("2026-11-20T00:30:05Z");

    private static final VideoFormat VIDEO =
            new VideoFormat(VideoFormat.Codec.H264, 1280, 720, new byte[] {1, 0x64, 0, 0x1f, -1, -31, 0, 0});
    private static final long BYTES_PER_SECOND = 500_000;

    final Map<CameraId, Camera> cameras = new TreeMap<>();
    final Map<CameraId, CameraStatus> statuses = new LinkedHashMap<>();
    final List<Segment> segments = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    final List<AuditEvent> events = new ArrayList<>();
    StorageStatus storage = storage(2_000_000_000_000L, 1_500_000_000_000L, Optional.empty());
    boolean demo;

    static CameraId id(String id) {
        return new CameraId(id);
    }

    FakeRecorder camera(String id, String name, CameraState state) {
        return camera(id, name, state, Optional.empty());
    }

    FakeRecorder camera(String id, String name, CameraState state, Optional<Problem> problem) {
        cameras.put(
                id(id),
                new Camera(
                        id(id),
                        name,
                        "",
                        "",
                        StreamAddress.parse("rtsp://192.168.1.20/" + id),
                        Optional.empty(),
                        CameraSource.AUTO,
                        false,
                        true,
                        state != CameraState.DISABLED,
                        false));
        boolean well = state == CameraState.RECORDING;
        statuses.put(
                id(id),
                new CameraStatus(
                        id(id),
                        state,
                        NOW.minus(Duration.ofMinutes(137)),
                        Optional.of(well ? NOW : NOW.minus(Duration.ofMinutes(137))),
                        problem,
                        Optional.of("rtsp"),
                        Optional.of("H.264 1280×720 + AAC"),
                        1,
                        0,
                        Optional.of(-400L)));
        return this;
    }

    /** Footage in segments of an hour. */
    FakeRecorder footage(String camera, Instant from, Instant to) {
        for (Instant t = from; t.isBefore(to); t = t.plus(Duration.ofHours(1))) {
            Instant end = t.plus(Duration.ofHours(1)).isAfter(to) ? to : t.plus(Duration.ofHours(1));
            segments.add(new Segment(
                    SegmentId.of(id(camera), t.toEpochMilli(), 1),
                    id(camera),
                    new TimeRange(t, end),
                    1,
                    SegmentState.SEALED,
                    Set.of(),
                    "footage/x.mp4",
                    Duration.between(t, end).toSeconds() * BYTES_PER_SECOND,
                    Optional.empty(),
                    new StreamFormat(VIDEO, Optional.empty()),
                    100));
        }
        return this;
    }

    FakeRecorder gap(String camera, Instant from, Instant to, GapCause cause, boolean ongoing) {
        gaps.add(new Gap(id(camera), new TimeRange(from, to), cause, ongoing));
        return this;
    }

    FakeRecorder event(Actor actor, AuditAction action, String subject, Map<String, String> details) {
        String before = events.isEmpty()
                ? AuditEvent.GENESIS
                : events.get(events.size() - 1).hash();
        events.add(AuditEvent.link(events.size() + 1L, NOW, actor, action, subject, details, before));
        return this;
    }

    static StorageStatus storage(long total, long free, Optional<Problem> problem) {
        return new StorageStatus(
                Optional.of("7d1f6a52-0000-4000-8000-000000000001"),
                total,
                free,
                problem.isEmpty(),
                problem,
                0,
                0,
                true,
                Optional.of(NOW));
    }

    PagePorts ports() {
        return new PagePorts(
                new Register(),
                () -> List.copyOf(statuses.values()),
                new Library(),
                () -> storage,
                new Log(),
                locale -> new HealthReport(NOW, findings),
                InstantSource.fixed(NOW),
                TAIPEI,
                "嘉義高工",
                demo);
    }

    /** The page under a path, as HTML. */
    String html(String path, Texts texts, Map<String, List<String>> parameters) {
        return new String(answer(path, texts, parameters).body(), StandardCharsets.UTF_8);
    }

    Answer answer(String path, Texts texts, Map<String, List<String>> parameters) {
        Page page = Pages.routes(ports()).get(path);
        return page.answer(new Ask("GET", path, parameters, Actor.osUser("clerk"), texts));
    }

    static Texts chinese() {
        return Texts.of(Texts.ZH_TW, List.of("tw.nvr.web.messages"));
    }

    static Texts english() {
        return Texts.of(Texts.EN, List.of("tw.nvr.web.messages"));
    }

    private final class Register implements CameraRegister {
        @Override
        public List<Camera> cameras() {
            return List.copyOf(cameras.values());
        }

        @Override
        public Optional<Camera> find(CameraId id) {
            return Optional.ofNullable(cameras.get(id));
        }

        @Override
        public Optional<char[]> password(CameraId id) {
            return Optional.empty();
        }

        @Override
        public void add(Camera camera, Optional<char[]> password, Actor actor) {
            cameras.put(camera.id(), camera);
        }

        @Override
        public void update(Camera camera, Optional<char[]> password, Actor actor) {
            cameras.put(camera.id(), camera);
        }

        @Override
        public Optional<CameraCertificate> certificate(CameraId id) {
            return Optional.empty();
        }

        @Override
        public void trust(CameraId id, Optional<CameraCertificate> certificate, Actor actor) {
            throw new UnsupportedOperationException("pages trust nobody");
        }

        @Override
        public void certificateSeen(CameraId id, CameraCertificate certificate, Actor actor) {
            throw new UnsupportedOperationException("pages see no certificates");
        }

        @Override
        public void remove(CameraId id, Actor actor) {
            cameras.remove(id);
        }

        @Override
        public List<Camera> removed() {
            return List.of();
        }

        @Override
        public void onChange(Runnable listener) {
            throw new UnsupportedOperationException("pages do not listen");
        }

        @Override
        public void onSecretChange(Consumer<CameraId> listener) {
            throw new UnsupportedOperationException("pages do not listen");
        }
    }

    private final class Library implements FootageLibrary {
        @Override
        public List<Segment> segments(CameraId camera, TimeRange range) {
            return segments.stream()
                    .filter(s -> s.camera().equals(camera) && s.range().overlaps(range))
                    .toList();
        }

        @Override
        public List<Gap> gaps(CameraId camera, TimeRange range) {
            return gaps.stream()
                    .filter(g -> g.camera().equals(camera) && g.range().overlaps(range))
                    .toList();
        }

        @Override
        public Optional<Segment> segment(SegmentId id) {
            return segments.stream().filter(s -> s.id().equals(id)).findFirst();
        }

        @Override
        public Optional<TimeRange> extent(CameraId camera) {
            List<TimeRange> all = segments.stream()
                    .filter(s -> s.camera().equals(camera))
                    .map(Segment::range)
                    .toList();
            return all.stream()
                    .map(TimeRange::start)
                    .min(Instant::compareTo)
                    .map(start -> new TimeRange(
                            start,
                            all.stream()
                                    .map(TimeRange::end)
                                    .max(Instant::compareTo)
                                    .orElseThrow()));
        }

        @Override
        public List<CameraId> cameras() {
            return segments.stream().map(Segment::camera).distinct().sorted().toList();
        }

        @Override
        public SegmentContent open(SegmentId id) {
            throw Problem.of(ProblemKind.NOT_FOUND, "segment-unknown", id).exception();
        }

        @Override
        public AutoCloseable onFragment(CameraId camera, LiveListener listener) {
            throw new UnsupportedOperationException("pages do not listen");
        }
    }

    private final class Log implements AuditLog {
        @Override
        public AuditEvent append(Actor actor, AuditAction action, String subject, Map<String, String> details) {
            event(actor, action, subject, details);
            return events.get(events.size() - 1);
        }

        @Override
        public List<AuditEvent> newest(int limit) {
            List<AuditEvent> newest = new ArrayList<>(events);
            Collections.reverse(newest);
            return newest.subList(0, Math.min(limit, newest.size()));
        }

        @Override
        public AuditChain.Verdict verify() {
            AuditChain chain = new AuditChain();
            for (AuditEvent e : events) {
                Optional<String> fault = chain.accept(e);
                if (fault.isPresent()) {
                    return new AuditChain.Verdict(chain.count(), chain.head(), Optional.of(e.seq()), fault);
                }
            }
            return new AuditChain.Verdict(chain.count(), chain.head(), Optional.empty(), Optional.empty());
        }
    }
}

package tw.nvr.daemon.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import tw.nvr.capture.ffmpeg.ClipFormat;
import tw.nvr.capture.simulated.SimulatedCamera;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraSource;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.daemon.config.Configuration;
import tw.nvr.daemon.json.JsonReader;
import tw.nvr.daemon.service.RecorderService;
import tw.nvr.daemon.systemd.ServiceManager;
import tw.nvr.storage.volume.Volume;

/**
 * A recorder in this process with two simulated cameras, {@code gate} and {@code yard}. When it is ready, both have footage,
 * and the gate's has a gap in the middle, because that camera was away for a while. It goes on recording until closed.
 */
final class Demo implements AutoCloseable {
    static final ZoneId ZONE = ZoneId.of("Asia/Taipei");
    static final String GATE = "gate";
    static final String YARD = "yard";

    private static final Duration BEFORE_THE_GAP = Duration.ofSeconds(14);
    private static final Duration GAP = Duration.ofSeconds(8);
    private static final Duration AFTER_THE_GAP = Duration.ofSeconds(28);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Actor SELF = Actor.system("test");

    private final InstantSource clock = tenTwenty();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final RecorderService service;
    private final SimulatedCamera yard;
    private SimulatedCamera gate;

    private Demo() {
        folder = Folders.temporary("nvr-browser");
        Volume.init(folder, "browser", clock.instant());
        gate = simulate("GATE", 0);
        yard = simulate("YARD", 0);
        service = RecorderService.start(
                Configuration.defaultsIn(folder).withPort(0),
                true,
                clock,
                System::nanoTime,
                ServiceManager.of(Map.of(), ProcessHandle.current().pid()),
                records -> {
                    records.cameras().add(camera(GATE, "正門口", gate.address()), Optional.empty(), SELF);
                    records.cameras().add(camera(YARD, "後院", yard.address()), Optional.empty(), SELF);
                });
    }

    /** Twenty past ten in the morning when the tests begin: no hour and no day ends while they run. */
    private static InstantSource tenTwenty() {
        Instant now = Instant.now();
        ZonedDateTime morning = now.atZone(ZONE).plusDays(1).with(LocalTime.of(10, 20));
        return InstantSource.offset(InstantSource.system(), Duration.between(now, morning.toInstant()));
    }

    /** Returns when there is something to see. */
    static Demo start() {
        Demo demo = new Demo();
        try {
            demo.recordWithGap();
            return demo;
        } catch (RuntimeException | Error e) {
            demo.close();
            throw e;
        }
    }

    /** Address of a page. */
    String page(String path) {
        return "http://127.0.0.1:" + service.port() + path;
    }

    /** Address of the page that plays from an instant. */
    String playback(Instant at, String... cameras) {
        StringBuilder out = new StringBuilder("/playback?camera=").append(cameras[0]);
        Stream.of(cameras).skip(1).forEach(c -> out.append("&with=").append(c));
        return page(out.append("&date=")
                .append(date(at))
                .append("&time=")
                .append(time(at))
                .toString());
    }

    static String date(Instant at) {
        return at.atZone(ZONE).toLocalDate().toString();
    }

    static String time(Instant at) {
        return DateTimeFormatter.ofPattern("HH:mm:ss").format(at.atZone(ZONE));
    }

    /** A stretch of one camera's time line. */
    record Span(String kind, Instant start, Instant end, String cause) {
        Duration length() {
            return Duration.between(start, end);
        }

        /** A whole second so far behind the start. */
        Instant after(int seconds) {
            return Instant.ofEpochSecond(start.getEpochSecond() + seconds);
        }
    }

    /** The gate's footage before its gap. */
    Span before() {
        return recorded(GATE).get(0);
    }

    /** The gate's gap. */
    Span gap() {
        return spans(GATE).stream()
                .filter(s -> s.kind().equals("gap"))
                .findFirst()
                .orElseThrow();
    }

    /** The gate's footage after its gap, as far as it has come. */
    Span after() {
        List<Span> all = recorded(GATE);
        return all.get(all.size() - 1);
    }

    /** What a client that is no browser gets. */
    HttpResponse<String> get(String address) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        service.close();
        gate.close();
        yard.close();
        Folders.delete(folder);
    }

    private void recordWithGap() {
        until("footage of both cameras", () -> hasOf(GATE, BEFORE_THE_GAP) && hasOf(YARD, BEFORE_THE_GAP));
        int port = gate.address().port();
        gate.close();
        until(
                "a gap of the gate",
                () -> spans(GATE).stream()
                        .anyMatch(s -> s.kind().equals("gap") && s.length().compareTo(GAP) > 0));
        gate = simulate("GATE", port);
        until(
                "footage after the gap",
                () -> recorded(GATE).size() > 1 && after().length().compareTo(AFTER_THE_GAP) > 0);
    }

    private boolean hasOf(String camera, Duration length) {
        return recorded(camera).stream().anyMatch(s -> s.length().compareTo(length) > 0);
    }

    private List<Span> recorded(String camera) {
        return spans(camera).stream().filter(s -> s.kind().equals("recorded")).toList();
    }

    private List<Span> spans(String camera) {
        Instant now = clock.instant();
        String body = get(page("/api/coverage?camera=" + camera + "&from=" + now.minusSeconds(3600) + "&to=" + now))
                .body();
        List<?> cameras = (List<?>) JsonReader.object(body).get("cameras");
        List<?> spans = (List<?>) ((Map<?, ?>) cameras.get(0)).get("spans");
        return spans.stream().map(s -> span((Map<?, ?>) s)).toList();
    }

    private static Span span(Map<?, ?> s) {
        return new Span(
                (String) s.get("kind"),
                OffsetDateTime.parse((String) s.get("start")).toInstant(),
                OffsetDateTime.parse((String) s.get("end")).toInstant(),
                (String) s.get("cause"));
    }

    private SimulatedCamera simulate(String label, int port) {
        return SimulatedCamera.builder(clock, System::nanoTime, ZONE)
                .label(label)
                .picture(640, 360)
                .tone(ClipFormat.Codec.AAC)
                .port(port)
                .start();
    }

    private static Camera camera(String id, String name, StreamAddress address) {
        return new Camera(
                new CameraId(id), name, "", "", address, Optional.empty(), CameraSource.RTSP, false, true, true, true);
    }

    private static void until(String condition, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + condition);
            }
            LockSupport.parkNanos(200_000_000);
        }
    }
}

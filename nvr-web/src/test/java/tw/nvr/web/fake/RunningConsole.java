package tw.nvr.web.fake;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import tw.nvr.core.camera.CameraId;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.health.Finding;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.health.HealthStatus;
import tw.nvr.core.viewing.LookId;
import tw.nvr.core.viewing.Looks;
import tw.nvr.web.Console;
import tw.nvr.web.ConsolePorts;
import tw.nvr.web.ConsoleSettings;

/** The real console on a free port over footage in a folder, with a clock that stands until a test moves it. */
public final class RunningConsole implements AutoCloseable {
    public static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
    public static final CameraId GATE = new CameraId("front-gate");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T03:00:00Z"));
    private final AtomicLong lookNumber = new AtomicLong();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FootageOnDisk footage;
    private final AuditInMemory audit = new AuditInMemory(now::get);
    private final CamerasInMemory cameras = new CamerasInMemory();
    private final Looks looks;
    private final Console console;
    private final List<CameraStatus> statuses = new ArrayList<>();
    private final AtomicReference<HealthStatus> health = new AtomicReference<>(HealthStatus.OK);

    public RunningConsole(Path folder) {
        footage = new FootageOnDisk(folder);
        cameras.add(GATE.value(), "正門口");
        looks = new Looks(
                audit,
                now::get,
                () -> new LookId(String.format(Locale.ROOT, "%032x", 0xabc0000 + lookNumber.incrementAndGet())));
        console = Console.start(
                new ConsoleSettings("127.0.0.1", 0, TAIPEI, "測試學校", false),
                new ConsolePorts(
                        cameras,
                        this::statuses,
                        footage,
                        RunningConsole::disk,
                        audit,
                        looks,
                        this::report,
                        now::get,
                        System::nanoTime));
    }

    private List<CameraStatus> statuses() {
        return List.copyOf(statuses);
    }

    private static StorageStatus disk() {
        return new StorageStatus(
                Optional.of("11111111-2222-3333-4444-555555555555"),
                1000,
                400,
                true,
                Optional.empty(),
                0,
                0,
                true,
                Optional.empty());
    }

    private HealthReport report(Locale locale) {
        String words = locale.equals(Locale.ENGLISH) ? "all is well" : "一切正常";
        return new HealthReport(now.get(), List.of(new Finding("disk.space", health.get(), words, "20 %", "")));
    }

    public void statuses(List<CameraStatus> all) {
        statuses.clear();
        statuses.addAll(all);
    }

    public void health(HealthStatus status) {
        health.set(status);
    }

    public FootageOnDisk footage() {
        return footage;
    }

    public AuditInMemory audit() {
        return audit;
    }

    public CamerasInMemory cameras() {
        return cameras;
    }

    public Looks looks() {
        return looks;
    }

    public int port() {
        return console.port();
    }

    public HttpClient client() {
        return client;
    }

    public void now(Instant t) {
        now.set(t);
    }

    public Instant now() {
        return now.get();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** A GET with headers in pairs. */
    public HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> text(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A POST of a form, as the console's own page sends it. */
    public HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return post(path, form, "Origin", "http://127.0.0.1:" + port(), "X-NVR", "1");
    }

    /** A POST of a form with just these headers. */
    public HttpResponse<String> post(String path, String form, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Opens a look of a kind at the front gate. */
    public String look(String kind) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("/looks", "kind=" + kind + "&camera=front-gate&purpose=inspect");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body().replaceAll(".*\"look\":\"([0-9a-f]{32})\".*", "$1");
    }

    @Override
    public void close() {
        console.close();
    }
}

package tw.nvr.web.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;
import tw.nvr.web.http.AnswerWriter;
import tw.nvr.web.http.Ask;
import tw.nvr.web.http.Route;

/**
 * The console's own files: styles, scripts, pictures, and hls.js out of its webjar. A file asked for under this build's
 * version may be kept for ever; under any other address the browser asks again and is told when nothing has changed. Kept
 * in memory once read, text compressed. Thread-safe.
 */
public final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "webmanifest", "application/manifest+json");

    private static final String OURS = "/tw/nvr/web/assets/";
    private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/hls.js/pom.properties";

    /** Without alternative sound tracks, subtitles and DRM, of which our playlists have none: half the size. */
    private static final String HLS = "hls.light.min.js";

    private final String version;
    private final Map<String, Optional<Asset>> read = new ConcurrentHashMap<>();

    /**
     * @param version this build's, as pages put it into the addresses; may be empty
     */
    public Assets(String version) {
        this.version = version;
    }

    public List<Route> routes() {
        return List.of(
                Route.stream("/assets/{name}", this::answer), Route.stream("/assets/{version}/{name}", this::answer));
    }

    private void answer(Ask ask, Request request, Response response, Callback callback) {
        String name = ask.parameter("name").orElseThrow();
        Asset asset = asset(name)
                .orElseThrow(
                        () -> Problem.of(ProblemKind.NOT_FOUND, "page-unknown").exception());
        boolean thisBuild =
                !version.isEmpty() && ask.parameter("version").orElse("").equals(version);
        var headers = response.getHeaders();
        headers.put(
                HttpHeader.CACHE_CONTROL, thisBuild ? "public, max-age=31536000, immutable" : "no-cache, max-age=0");
        headers.put(HttpHeader.ETAG, asset.etag());
        headers.put(HttpHeader.VARY, "Accept-Encoding");
        if (request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).contains(asset.etag())) {
            response.setStatus(304);
            response.write(true, null, callback);
            return;
        }
        headers.put(HttpHeader.CONTENT_TYPE, asset.type());
        byte[] body = asset.plain();
        if (asset.gzip().length > 0 && AnswerWriter.acceptsGzip(request)) {
            headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
            body = asset.gzip();
        }
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, request.getMethod().equals("HEAD") ? null : ByteBuffer.wrap(body), callback);
    }

    private Optional<Asset> asset(String name) {
        Optional<Asset> known = read.get(name);
        if (known != null) {
            return known;
        }
        Optional<Asset> asset = load(name);
        if (asset.isPresent()) {
            read.put(name, asset);
        }
        return asset;
    }

    private static Optional<Asset> load(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = Assets.class.getResourceAsStream(name.equals("hls.js") ? hls() : OURS + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] plain = in.readAllBytes();
            byte[] gzip = type.startsWith("text/") || type.contains("svg") ? AnswerWriter.gzip(plain) : new byte[0];
            return Optional.of(new Asset(type, plain, gzip.length < plain.length ? gzip : new byte[0], etag(plain)));
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own file " + name, e);
        }
    }

    /** Where the webjar keeps it: the path names the version, which the webjar tells. */
    private static String hls() throws IOException {
        try (InputStream in = Assets.class.getResourceAsStream(WEBJAR)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks hls.js");
            }
            Properties properties = new Properties();
            properties.load(in);
            return "/META-INF/resources/webjars/hls.js/" + properties.getProperty("version") + "/dist/" + HLS;
        }
    }

    private static String etag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * A file ready to be sent.
     *
     * @param gzip empty when compressing does not pay
     */
    private record Asset(String type, byte[] plain, byte[] gzip, String etag) {}
}
